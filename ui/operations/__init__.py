"""Operations: what whoever looks after the machines asks of a running SameSide, by HTTP.

In come requests for ``/metrics``, ``/health/live`` and ``/health/ready``; out go figures for Prometheus and states as JSON, in which no call, no
person, no file and no address stands.

Others use:

``app``      OperationsBeside, operations
``metrics``  Metrics
``serving``  serving
"""
