"""Do product pages show the quality information their kind of goods needs: standard, permit, shelf life, warranty?"""

from probes.families.product_details import product_details

PROBE = product_details("quality")
