"""Do product pages show the basic information of their goods: title, picture, brand, specification, category, origin, choice?"""

from probes.families.product_details import product_details

PROBE = product_details("base")
