"""The told story: the ØA26 round with invented people, and the clock that moves it on.

It exists only in a database made by ``bin/run``. What becomes due happens through the code that production runs;
the story only lets invented people act and moves the round's time forward.
"""
