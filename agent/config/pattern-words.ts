import type { Text } from '../messages/define-texts.js'
import { addsPattern, producesPattern } from './hardening-schema.js'
import { channelPattern, namePattern, platformPattern, versionPattern } from './name-patterns.js'
import { entryPath, secret } from './package-fields.js'
import { relativePath } from './relative-path.js'
import { httpUrl, identifier } from './schema-fields.js'

/** What the patterns of the schemas ask for, in words; a test holds that each of them is here. */
const patternWords: Readonly<Record<string, Text>> = {
  [identifier]: {
    en: 'letters, digits, ".", "_" and "-", at most 64, the first a letter or digit',
    zh: '字母、数字、"."、"_" 和 "-"，至多 64 个，以字母或数字开头'
  },
  [namePattern]: {
    en: 'letters, digits, "_" and "-", at most 64, the first a letter or digit',
    zh: '字母、数字、"_" 和 "-"，至多 64 个，以字母或数字开头'
  },
  [versionPattern]: { en: 'one to four numbers, such as 1.4.0', zh: '一到四个数字，例如 1.4.0' },
  [channelPattern.source]: {
    en: '1 to 128 characters, none of them "/", "\\" or a control character, no outer blanks',
    zh: '1 到 128 个字符，不含 "/"、"\\" 和控制字符，首尾没有空格'
  },
  [platformPattern]: {
    en: 'small letters, digits and "-", at most 32, such as android',
    zh: '小写字母、数字和 "-"，至多 32 个，例如 android'
  },
  [relativePath.pattern]: {
    en: 'a path inside the project, without ".." and no "/" at its beginning',
    zh: '项目之内的路径，不含 ".."，不以 "/" 开头'
  },
  [entryPath.pattern]: {
    en: 'a path inside the package with forward slashes, without "." and ".."',
    zh: '安装包之内的路径，用正斜杠，不含 "." 和 ".."'
  },
  [secret.pattern]: { en: 'file:PATH or env:NAME', zh: 'file:路径 或 env:变量名' },
  [producesPattern]: { en: 'the name of a file, with * for any part', zh: '文件名，* 表示任意部分' },
  [addsPattern]: {
    en: 'a full name such as com.stub.StubApp, with * for any part',
    zh: '完整的名称，例如 com.stub.StubApp，* 表示任意部分'
  },
  [httpUrl.pattern]: {
    en: 'an address with http:// or https://, without user and blanks',
    zh: '以 http:// 或 https:// 开头的地址，不含用户名和空格'
  },
  '^(https?|grpcs?|s3|oss)://[^\\s@]+$': {
    en: 'an address with http(s)://, grpc(s)://, s3:// or oss://, without user and blanks',
    zh: '以 http(s)://、grpc(s)://、s3:// 或 oss:// 开头的地址，不含用户名和空格'
  },
  '^https://[^\\s@]+$|^http://(?:localhost|127\\.0\\.0\\.1)(?::\\d{1,5})?(?:/[^\\s@]*)?$': {
    en: 'an address with https://, or with http:// on this machine',
    zh: '以 https:// 开头的地址，或本机上以 http:// 开头的地址'
  },
  '^openid(?: [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*$': {
    en: 'scopes parted by blanks, the first openid',
    zh: '以空格分隔的范围，第一个为 openid'
  },
  '^(?:\\*|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$': {
    en: 'the name of a project, or "*" for every one',
    zh: '项目名称，或代表全部项目的 "*"'
  },
  '^https?://[^\\s@/]+/?$': {
    en: 'an address with http:// or https:// and no path, such as https://mac-01:7420',
    zh: '以 http:// 或 https:// 开头、不带路径的地址，例如 https://mac-01:7420'
  },
  '^https?://[^\\s@?#]+$': {
    en: 'an address with http:// or https://, without user, "?" and "#"',
    zh: '以 http:// 或 https:// 开头的地址，不含用户名、"?" 和 "#"'
  },
  '^https?://[^\\s@?#]+/$': {
    en: 'an address with http:// or https:// and a slash at its end, such as https://cdn.example/dk/',
    zh: '以 http:// 或 https:// 开头、以斜杠结尾的地址，例如 https://cdn.example/dk/'
  },
  '^([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+\\]):\\d{1,5}$|^/.+': {
    en: 'HOST:PORT or the absolute path of a socket, such as 127.0.0.1:7420',
    zh: 'HOST:PORT 或套接字的绝对路径，例如 127.0.0.1:7420'
  },
  '^([01]\\d|2[0-3]):[0-5]\\d$': { en: 'a time of day such as 08:00', zh: '一天中的时刻，例如 08:00' },
  '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$': {
    en: 'a moment in UTC such as 2031-01-02T10:00:00Z',
    zh: 'UTC 时刻，例如 2031-01-02T10:00:00Z'
  },
  '^[0-9a-f]{64}$': {
    en: 'the sha256 of a certificate: 64 hexadecimal digits in lower case',
    zh: '证书的 sha256：64 位小写十六进制数字'
  },
  '^[A-Za-z0-9_+/-]+$': { en: 'a time zone such as Asia/Shanghai', zh: '时区，例如 Asia/Shanghai' },
  '^[^\\s@]+$': { en: 'an address without blanks and "@"', zh: '不含空格和 "@" 的地址' },
  '^[A-Za-z_][A-Za-z0-9_]*$': {
    en: 'the name of a variable: letters, digits and "_", the first no digit',
    zh: '变量名：字母、数字和 "_"，不以数字开头'
  },
  '^[A-Za-z_][A-Za-z0-9_]{0,127}$': {
    en: 'the name of a variable: letters, digits and "_", at most 128, the first no digit',
    zh: '变量名：字母、数字和 "_"，至多 128 个，不以数字开头'
  },
  '\\{n\\}': { en: 'a name that holds {n}', zh: '含有 {n} 的名称' },
  '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$': {
    en: 'letters, digits, ".", "_" and "-", at most 128, the first a letter or digit',
    zh: '字母、数字、"."、"_" 和 "-"，至多 128 个，以字母或数字开头'
  },
  '^[A-Za-z0-9][A-Za-z0-9._-]{0,154}$': {
    en: 'letters, digits, ".", "_" and "-", at most 155, the first a letter or digit',
    zh: '字母、数字、"."、"_" 和 "-"，至多 155 个，以字母或数字开头'
  },
  '^[A-Za-z0-9._-]{1,253}$': {
    en: 'the name of a host: letters, digits, ".", "_" and "-"',
    zh: '主机名：字母、数字、"."、"_" 和 "-"'
  },
  '^[0-9A-Fa-f.:]{2,45}(?:/[0-9]{1,3})?$': {
    en: 'an IP address, or a network such as 10.0.0.0/8',
    zh: 'IP 地址，或网段，例如 10.0.0.0/8'
  },
  '^(?!/)(?!.*(^|/)\\.\\.(/|$))([^\\\\]*/)?$': {
    en: 'empty, or a path with a slash at its end, without ".."',
    zh: '空，或以斜杠结尾、不含 ".." 的路径'
  },
  '^((?!\\.\\.?/)[^/\\\\\\x00-\\x1f]+/)*$': {
    en: 'empty, or a path inside the package with a slash at its end',
    zh: '空，或安装包之内以斜杠结尾的路径'
  },
  '^((?!\\.\\.?/)[^/\\\\\\x00-\\x1f{}]+/)*(?!\\.\\.?$)[^/\\\\\\x00-\\x1f{}]+$': {
    en: 'a path with forward slashes, without "." and ".."',
    zh: '用正斜杠的路径，不含 "." 和 ".."'
  },
  '^[^/\\s-][^\\n\\\\]*$': {
    en: 'the full name of a job such as games/dk-assets',
    zh: '任务的全名，例如 games/dk-assets'
  },
  [
    '^(https?|ssh|git|file|svn|svn\\+ssh)://[^\\s-][^\\s]*$|' +
    '^[A-Za-z0-9._-]+@[A-Za-z0-9][A-Za-z0-9.-]*:[^\\s-][^\\s]*$'
  ]: {
    en: 'the address of a repository such as https://HOST/PATH.git or git@HOST:PATH',
    zh: '仓库的地址，例如 https://HOST/PATH.git 或 git@HOST:PATH'
  },
  '^[^\\s:-][^\\s:]*$': { en: 'the name of a user, without blanks and ":"', zh: '用户名，不含空格和 ":"' },
  '^[^\\s/?#][^\\s?#]*$': { en: 'a name such as group/name', zh: '名称，例如 group/name' },
  '^[A-Za-z0-9._-]+(:\\d{1,5})?(,[A-Za-z0-9._-]+(:\\d{1,5})?)*$': {
    en: 'HOST or HOST:PORT, several with commas, such as zk1:2181,zk2:2181',
    zh: 'HOST 或 HOST:PORT，多个之间用逗号，例如 zk1:2181,zk2:2181'
  },
  '^(/[A-Za-z0-9._-]+)+$': {
    en: 'a path in ZooKeeper such as /packline',
    zh: 'ZooKeeper 中的路径，例如 /packline'
  },
  '^digest:[^:\\s]+:(file:.+|env:[A-Za-z_][A-Za-z0-9_]*)$': {
    en: 'digest:USER:file:PATH or digest:USER:env:NAME',
    zh: 'digest:用户:file:路径 或 digest:用户:env:变量名'
  },
  '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$': {
    en: 'letters, digits, ".", "_" and "-", at most 32, the first a letter or digit',
    zh: '字母、数字、"."、"_" 和 "-"，至多 32 个，以字母或数字开头'
  },
  '^\\d[0-9A-Za-z.+-]{0,31}$': { en: 'a version such as 7.6.0', zh: '版本号，例如 7.6.0' },
  '^[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z][A-Za-z0-9_]*)+$': {
    en: 'the id of an application such as com.example.dk',
    zh: '应用的标识，例如 com.example.dk'
  },
  '^[^-@]': { en: 'a text that does not begin with "-" or "@"', zh: '不以 "-" 或 "@" 开头的文字' }
}

/** A pattern in words; undefined for one that nobody has described. */
export function patternText (pattern: string): Text | undefined {
  return patternWords[pattern]
}
