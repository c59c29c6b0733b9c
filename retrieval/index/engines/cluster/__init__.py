"""The engine on an OpenSearch cluster: it proposes passages, which are scored here.

Only these modules import ``opensearchpy``, the extra ``cluster``.
"""
