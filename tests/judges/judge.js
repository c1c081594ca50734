// Reads cases as JSON lines and says of each whether @sigstore/verify accepts it.
const { verifyMerkleInclusion } = require(`${process.argv[2]}/@sigstore/verify/dist/tlog/merkle.js`);
const bytes = (text) => Buffer.from(text, 'base64');

require('readline')
  .createInterface({ input: process.stdin })
  .on('line', (line) => {
    const c = JSON.parse(line);
    const inclusionProof = { logIndex: String(c.Old), hashes: c.Path.map(bytes) };
    const entry = { canonicalizedBody: bytes(c.Entry), inclusionProof };
    let accepted = true;
    try {
      verifyMerkleInclusion(entry, { logSize: BigInt(c.New), logHash: bytes(c.Root) });
    } catch (error) {
      accepted = false;
    }
    console.log(accepted);
  });
