"""How a process that serves looks for memory nobody holds any more."""

import gc

# A page makes a few thousand objects and lets nearly all of them go at once, by itself. Python looks for rings among the rest
# after every 2,000, which is once or twice a page and a tenth of what the page costs; a ring or two may wait.
RINGS_AFTER = 20_000


def settle() -> None:
    """What a process has read by now it keeps, so it is not looked through again; what comes is looked through less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(RINGS_AFTER)
