"""The book's build room: the task runner, the local Sphinx extension, the notebooks' conversion.

Nothing here is needed to read the book or to use `models`.
"""
