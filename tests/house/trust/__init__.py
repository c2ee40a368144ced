"""The forty attacks of the trust model, from the outside. ``attacks.py`` says which test stands for which."""
