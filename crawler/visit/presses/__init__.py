"""How controls are pressed, what came of it and the way back; may import a page's verbs, the browser and what they stand on."""
