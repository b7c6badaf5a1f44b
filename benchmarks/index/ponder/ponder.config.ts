import { createConfig } from "ponder";

const { NODE_URL, REGISTRY, LAST_BLOCK, ABI } = process.env as Record<string, string>;

export default createConfig({
  chains: { local: { id: 31337, rpc: NODE_URL } },
  contracts: {
    Registry: {
      chain: "local",
      abi: JSON.parse(ABI),
      address: REGISTRY as `0x${string}`,
      startBlock: 0,
      endBlock: Number(LAST_BLOCK),
    },
  },
});
