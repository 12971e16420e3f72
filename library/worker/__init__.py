"""Workers: they take jobs from the queue, do them, and keep what comes of them in the library.

In come claims on jobs; out go reviews kept. A worker runs :func:`library.worker.tasks.work`. Every dashboard starts one, in a
process beside its own; on another machine it is a dashboard of the same library that does so.

Others use:

``courier``  Courier
``process``  SOME_FAILED, WorkerProcess, line_of, not_started, told_to_end
``tasks``    work_beside
``worker``   Ended, Interrupted, Progress, Work, Worker
"""
