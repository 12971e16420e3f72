"""The cluster: Dask carries out what the library's queue holds, one call a task, on any number of machines.

In come the address of a Dask scheduler and recordings that wait in the queue; out go reviews kept in the library by the cluster's own
workers, and sentences that say what became of each. The queue stays the list of what is to be done, with its leases and its three
attempts: Dask only says who is free. What is said between machines is the number of a job and the name of a recording.

Others use:

``connecting``  VARIABLE, check_installed, connected
``driver``      Driver, WORK
``errand``      Answer
``shared``      check_shared
"""
