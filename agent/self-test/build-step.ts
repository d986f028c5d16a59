import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { encodePng } from '../assets/pictures/encode-png.js'
import { createPicture } from '../assets/pictures/picture.js'
import { buildAssets } from '../assets/run/build-assets.js'
import type { RunReport } from '../assets/run/run-report.js'
import { projectFileName } from '../config/project-file-name.js'
import type { Environment } from '../processes/process-group.js'
import { seen, type Seen } from './self-test-step.js'

const spriteCount = 12
const side = 48
const project = {
  project: 'self-test',
  assets: {
    output: 'build',
    rules: [
      // Scaling is another picture library's work than the rest.
      {
        name: 'units',
        processor: 'atlas',
        include: ['art/units/'],
        output: 'units',
        options: { scales: [1, 0.5] }
      },
      { name: 'texts', processor: 'copy', include: ['art/*.txt'] }
    ]
  }
}

/** A small game is built, and built again, when nothing may be left to do. */
export async function tryBuild (
  workspace: string,
  cache: string,
  environment: Environment,
  signal: AbortSignal
): Promise<Seen> {
  const folder = join(workspace, 'game')
  await writeGame(folder)
  const build = async (): Promise<RunReport> =>
    await buildAssets({
      folder,
      home: join(cache, 'home'),
      isDryRun: false,
      keepGoing: false,
      command: 'packline doctor --self-test',
      limiter: async () => {
        throw new Error('nothing here needs a licence')
      },
      environment,
      signal,
      emit: () => {},
      now: Date.now
    })
  const first = await build()
  const second = await build()
  const again = second.actions.executed + second.written.length
  if (again > 0) return seen('fail', 'selfTest.build.again', { count: again })
  return seen(first.isAtomic ? 'ok' : 'warn', first.isAtomic ? 'selfTest.build' : 'selfTest.build.inPieces', {
    files: first.outputCount,
    firstMs: first.durationMs,
    secondMs: second.durationMs
  })
}

async function writeGame (folder: string): Promise<void> {
  const files: Record<string, string | Uint8Array> = {
    [projectFileName]: JSON.stringify(project),
    'art/readme.txt': 'self-test\n'
  }
  for (let index = 0; index < spriteCount; index++) {
    files[`art/units/unit-${index}.png`] = await sprite(index)
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}

/** No two are the same, and none is of few colours. */
async function sprite (index: number): Promise<Buffer> {
  const picture = createPicture(side, side)
  for (let at = 0; at < picture.pixels.length; at += 4) {
    picture.pixels.set([at & 255, (at >> 4) & 255, index * 20, 255], at)
  }
  return await encodePng(picture, 'fast')
}
