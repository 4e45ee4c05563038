"""Sound files of every format, broken at random: values come out, or an error that was foreseen.

Run as `python -m scripts.fuzz --examples 1000`; the tests run the same with fewer.
"""
