"""The tables of probes as frozen types, and how their keys are named; may import the types of probes alone."""
