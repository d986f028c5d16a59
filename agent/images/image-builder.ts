/** What an image is built from; all of it is on this machine. */
export interface BuildRequest {
  image: string
  /** Folder with nothing but what may be copied. */
  context: string
  /** The Containerfile, with every image that it names by digest. */
  containerfile: string
  arguments: Readonly<Record<string, string>>
  /** Files of secrets, by id. */
  secrets: Readonly<Record<string, string>>
  labels: Readonly<Record<string, string>>
  /** Whether an image that it names is on this machine, reached without TLS. */
  isPlain: boolean
  /** Seconds since 1970 that the image and all files in it get. */
  createdSeconds: number
  /** An OCI image layout is written there. */
  layout: string
  onLine: (line: string) => void
  signal: AbortSignal
}

/** Builds images; buildah is the one that there is. */
export interface ImageBuilder {
  /** Name and version, which are a part of every key. */
  tools: (signal: AbortSignal) => Promise<Record<string, string>>
  /** Writes the image to the layout and keeps nothing else of it; returns the digest of its manifest. */
  build: (request: BuildRequest) => Promise<string>
}
