"""The engines that an index may run on: in this process, or in a cluster."""
