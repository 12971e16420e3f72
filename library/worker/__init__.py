"""Workers: they take jobs from the queue, do them, and keep what comes of them in the library.

In come claims on jobs; out go reviews kept. A worker runs :func:`library.worker.tasks.work`, in the dashboard's own process beside
it or on another machine.

Others use:

``process``  WorkerProcess
"""
