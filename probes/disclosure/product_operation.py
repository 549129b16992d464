"""Do product pages show how the goods are sold: price, stock, seller, freight, delivery, returns, reviews?"""

from probes.families.product_details import product_details

PROBE = product_details("operation")
