import { libgdxPeers } from './libgdx.js'
import { npmPeers } from './npm-peers.js'
import type { Peer } from './peer.js'
import { texPackerPeers } from './tex-packer.js'

export const peers: Peer[] = [...texPackerPeers, ...npmPeers, ...libgdxPeers]
