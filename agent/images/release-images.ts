import type { ProjectFile } from '../config/project-schema.js'
import { PacklineError } from '../errors.js'
import { releaseKey } from '../release/registry-model.js'
import type { Registry, ReleaseName } from '../release/registry.js'
import type { ReleasedImage } from '../release/released-image.js'
import type { Author } from '../release/release-store.js'
import { packlineVersion } from '../version.js'
import type { BuiltImage } from './build-image.js'
import type { ImageRecords } from './image-records.js'
import type { BuildName } from './image-tags.js'

interface Open {
  file: ProjectFile
  registry: Registry
  records: ImageRecords
}

/** Makes images a part of the release of this name, begun when it is not there yet. Returns its name. */
export async function releaseImages (
  { file, registry, records }: Open,
  built: readonly BuiltImage[],
  { version, build, commit }: BuildName,
  author: Author
): Promise<string> {
  if (version === undefined || build === undefined) throw new TypeError('a release has a version and a build')
  const name = { version, build }
  if (!await isKnown(registry, name)) {
    await registry.begin({
      ...name,
      rebuild: {
        commits: commit === undefined ? {} : { [file.project]: commit },
        tools: { packline: packlineVersion },
        baselines: {},
        command: ['packline', 'image', 'build', '--app-version', version, '--build', String(build)]
      }
    }, author)
  }
  const images = Object.fromEntries(
    built.map(({ image, record: { repository, digest } }): [string, ReleasedImage] => {
      const service = file.images[image]?.service
      return [image, { repository, digest, ...service !== undefined && { service } }]
    })
  )
  await records.release(name, images, author)
  return releaseKey(name)
}

async function isKnown (registry: Registry, name: ReleaseName): Promise<boolean> {
  try {
    await registry.get(name)
    return true
  } catch (error) {
    if (error instanceof PacklineError && error.code === 'RELEASE_UNKNOWN') return false
    throw error
  }
}
