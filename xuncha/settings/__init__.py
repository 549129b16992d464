"""Settings, stores, schedules and targets as given by people; may import console and judging."""
