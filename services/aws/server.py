"""moto's server, nearer to AWS. The README of services lists what is mended, and what is not."""

import kinesis_as_documented
import s3_as_documented
from moto.server import main

kinesis_as_documented.mend()
s3_as_documented.mend()
main()
