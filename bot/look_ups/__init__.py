"""Questions are looked up in processes of their own, so that they keep nobody else waiting."""
