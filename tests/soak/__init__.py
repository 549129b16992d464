"""Generated hostile shops on loopback, audited for real while hangs, false fails, stray packets, memory and outputs are watched."""
