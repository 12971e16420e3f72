"""Stores: where the bytes of recordings are kept, a folder or object storage, asked in the same few ways.

In come keys, files on their way and stretches that are wanted; out go bytes, a block at a time, and what is there. Who may have them is not
asked here.

Others use:

``address``  FOLDER, VARIABLE, object_store, parse_address
``folder``   Folder
``objects``  Objects, Seen
``store``    Entry, Store, Stored, check_digest, found_in
"""
