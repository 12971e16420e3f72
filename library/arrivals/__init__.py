"""Arrivals: recordings that come to lie in a folder or a bucket, each taken into the library's queue once, whatever is killed meanwhile.

In come a folder, or a bucket's address, and what is known of each recording in it; out go jobs of the queue, and a row by which what was taken is known again.

Others use:

``arrivals``  Arrivals
``opening``   open_source
``watch``     Taken, Watch
"""
