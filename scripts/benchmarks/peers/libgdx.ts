import { mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { runProgram } from '../measuring/run-program.js'
import { places } from '../places.js'
import { makeOnce, Unavailable } from '../sets/data-set.js'
import { outputOf, type Peer } from './peer.js'

const version = '1.13.1'
const peerFolder = join(places.peers, `gdx-tools-${version}`)

/** libGDX's packer, in its fast mode and in the mode that tries every placement, which packs best of all. */
export const libgdxPeers: Peer[] = [libgdx('fast', true), { ...libgdx('slow', false), takesMinutesOn: 'any' }]

function libgdx (mode: string, fast: boolean): Peer {
  return {
    name: `gdx-tools ${version} ${mode}`,
    isNode: false,
    isLossless: true,
    takesMinutesOn: 'large',
    install,
    stage: async (_sprites, work) => {
      await mkdir(work, { recursive: true })
      await writeFile(join(work, 'settings.json'), JSON.stringify(settings(fast)))
    },
    pack: (sprites, work) => ({
      file: 'java',
      args: [
        '-Djava.awt.headless=true',
        '-cp',
        join(peerFolder, 'jars', '*') + delimiter,
        'com.badlogic.gdx.tools.texturepacker.TexturePacker',
        sprites,
        outputOf(work),
        'all',
        join(work, 'settings.json')
      ]
    })
  }
}

function settings (fast: boolean): object {
  return {
    fast,
    rotation: true,
    stripWhitespaceX: true,
    stripWhitespaceY: true,
    paddingX: 2,
    paddingY: 2,
    edgePadding: false,
    duplicatePadding: false,
    alias: true,
    ignoreBlankImages: false,
    maxWidth: 2048,
    maxHeight: 2048,
    pot: false,
    combineSubdirectories: true,
    useIndexes: false,
    silent: true
  }
}

async function install (): Promise<void> {
  const java = await runProgram({ file: 'java', args: ['-version'] })
  if (java.status !== 0) throw new Unavailable('it needs java, which is not installed')
  await makeOnce(peerFolder, async folder => {
    await writeFile(
      join(folder, 'pom.xml'),
      `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>packline</groupId>
  <artifactId>peers</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>com.badlogicgames.gdx</groupId><artifactId>gdx-tools</artifactId><version>${version}</version></dependency>
  </dependencies>
</project>
`
    )
    const args = [
      '-q',
      '-B',
      'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies',
      '-DoutputDirectory=jars',
      '-DincludeScope=runtime'
    ]
    const { status, stdout, stderr } = await runProgram({ file: 'mvn', args, cwd: folder })
    if (status !== 0) throw new Unavailable(`mvn: ${(stdout + stderr).trim().split('\n')[0] ?? ''}`)
  })
}
