-- Terms wait in a short list and go where they belong some hundred contacts at a time: for each
-- contact alone it took more than half of the server's work to write it. A search reads through
-- the list, which is why it is kept short (in kB; by default it may have 4 MB).
ALTER INDEX contact_search_by_term SET (fastupdate = on, gin_pending_list_limit = 256);
