import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '../measuring/run-program.js'
import { places } from '../places.js'
import { makeOnce, Unavailable } from '../sets/data-set.js'
import { outputOf, type Peer } from './peer.js'

const version = '0.3.0'
const peerFolder = join(places.peers, `tex-packer-cli-${version}`)
const executable = join(peerFolder, 'bin', 'tex-packer')

/**
 * The Rust packer: by its default, by maxrects, and by `auto`, which tries them all and takes twenty times as
 * long for fewer pages.
 */
export const texPackerPeers: Peer[] = ['skyline', 'maxrects', 'auto'].map(algorithm => {
  const options = [
    '--algorithm',
    algorithm,
    '--trim',
    '--allow-rotation',
    '--max-width',
    '2048',
    '--max-height',
    '2048',
    '--texture-padding',
    '2'
  ]
  return {
    name: `tex-packer-cli ${version} ${algorithm}`,
    isNode: false,
    isLossless: true,
    install,
    pack: (sprites, work) => ({
      file: executable,
      args: ['--quiet', 'pack', sprites, '--out-dir', outputOf(work), '--name', 'all', ...options]
    }),
    packEach: (folders, work) => ({
      file: 'sh',
      args: [
        '-ec',
        'out=$1; shift; for folder; do "$0" --quiet pack "$folder" --out-dir "$out" --name "$(basename ' +
        '"$folder")" $OPTIONS; done',
        executable,
        outputOf(work),
        ...folders
      ],
      environment: { OPTIONS: options.join(' ') }
    })
  }
})

async function install (): Promise<void> {
  await makeOnce(peerFolder, async folder => {
    const args = ['install', 'tex-packer-cli', '--version', version, '--locked', '--root', folder]
    const target = join(places.work, 'cargo-target')
    const { status, stderr } = await runProgram({
      file: 'cargo',
      args,
      environment: { CARGO_TARGET_DIR: target }
    })
    await rm(target, { recursive: true, force: true })
    if (status !== 0) {
      throw new Unavailable(`cargo install tex-packer-cli: ${stderr.trim().split('\n').at(-1) ?? ''}`)
    }
  })
}
