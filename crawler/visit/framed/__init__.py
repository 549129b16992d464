"""The shop in the frame of a bare page: where it is shown; may import the browser, dom and what they stand on."""
