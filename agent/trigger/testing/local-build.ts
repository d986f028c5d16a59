// Builds one batch with a stand-in for packline, as an agent would, until it is killed: FOLDER is its first
// argument.
import { localBuild } from './local-build-of.js'

await localBuild(process.argv[2]!, 'first')
