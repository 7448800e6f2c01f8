"""One file a page: from what is asked to the values of its template."""
