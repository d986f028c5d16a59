/** The files of the v1 (JAR) scheme. */
export function isV1Signature (name: string): boolean {
  return /^META-INF\/(MANIFEST\.MF|[^/]+\.(SF|RSA|DSA|EC))$/i.test(name)
}
