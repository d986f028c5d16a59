import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '../measuring/run-program.js'
import { places } from '../places.js'
import { makeOnce, Unavailable } from '../sets/data-set.js'
import { outputOf, type Peer } from './peer.js'

/**
 * Peers from npm, each in a package folder of its own, so that they share no dependency with the project or
 * one another.
 */
export const npmPeers: Peer[] = [
  {
    name: 'free-tex-packer-core 0.3.9',
    isNode: true,
    isLossless: true,
    install: async () => {
      await npmInstall('free-tex-packer-core', '0.3.9')
    },
    pack: (sprites, work) => program('free-tex-packer.mjs', 'free-tex-packer-core', outputOf(work), sprites),
    packEach: (folders, work) =>
      program('free-tex-packer.mjs', 'free-tex-packer-core', outputOf(work), ...folders)
  },
  {
    name: '@assetpack/core 1.7.0',
    isNode: true,
    isLossless: true,
    install: async () => {
      await npmInstall('@assetpack/core', '1.7.0')
    },
    stage: stageForAssetPack,
    pack: (_sprites, work) => program('assetpack.mjs', '@assetpack/core', work),
    takesMinutesOn: 'large'
  },
  {
    name: 'spritesmith 3.5.1',
    isNode: true,
    isLossless: true,
    install: async () => {
      await npmInstall('spritesmith', '3.5.1')
    },
    pack: (sprites, work) => program('spritesmith.mjs', 'spritesmith', outputOf(work), sprites)
  }
]

/** It takes a folder for a sheet when its name ends in {tps}. */
export async function stageForAssetPack (sprites: string, work: string): Promise<void> {
  await mkdir(join(work, 'in'), { recursive: true })
  await cp(sprites, join(work, 'in', 'all{tps}'), { recursive: true })
}

export function peerFolder (packageName: string): string {
  return join(places.peers, packageName.replace(/^@/, '').replace('/', '-'))
}

function program (script: string, packageName: string, ...rest: string[]): { file: string, args: string[] } {
  return { file: process.execPath, args: [join(places.programs, script), peerFolder(packageName), ...rest] }
}

export async function npmInstall (packageName: string, version: string): Promise<void> {
  await makeOnce(peerFolder(packageName), async folder => {
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true }))
    const args = [
      'install',
      '--save-exact',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      `${packageName}@${version}`
    ]
    const { status, stderr } = await runProgram({ file: 'npm', args, cwd: folder })
    if (status !== 0) {
      throw new Unavailable(`npm install ${packageName}@${version}: ${stderr.trim().split('\n')[0] ?? ''}`)
    }
  })
}
