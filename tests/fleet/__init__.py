"""Many workers on one real PostgreSQL: killed, restarted, asked to leave, and nothing lost or done twice."""
