-- no parameters
SELECT h.head, c.landlord_id, c.position, c.hash
FROM log_head h LEFT JOIN chain_head c ON true
ORDER BY c.landlord_id
