import { defineTexts } from './define-texts.js'

/** What the patterns of the schemas ask for, and what makes a text no JSON. */
export const schemaTexts = defineTexts({
  'pattern.identifier': {
    en: 'letters, digits, ".", "_" and "-", at most 64, the first a letter or digit',
    zh: '字母、数字、"."、"_" 和 "-"，至多 64 个，以字母或数字开头'
  },
  'pattern.name': {
    en: 'letters, digits, "_" and "-", at most 64, the first a letter or digit',
    zh: '字母、数字、"_" 和 "-"，至多 64 个，以字母或数字开头'
  },
  'pattern.version': { en: 'one to four numbers, such as 1.4.0', zh: '一到四个数字，例如 1.4.0' },
  'pattern.channel': {
    en: '1 to 128 characters, none of them "/", "\\" or a control character, no outer blanks',
    zh: '1 到 128 个字符，不含 "/"、"\\" 和控制字符，首尾没有空格'
  },
  'pattern.platform': {
    en: 'small letters, digits and "-", at most 32, such as android',
    zh: '小写字母、数字和 "-"，至多 32 个，例如 android'
  },
  'pattern.projectPath': {
    en: 'a path inside the project, without ".." and no "/" at its beginning',
    zh: '项目之内的路径，不含 ".."，不以 "/" 开头'
  },
  'pattern.entryPath': {
    en: 'a path inside the package with forward slashes, without "." and ".."',
    zh: '安装包之内的路径，用正斜杠，不含 "." 和 ".."'
  },
  'pattern.secret': { en: 'file:PATH or env:NAME', zh: 'file:路径 或 env:变量名' },
  'pattern.produces': { en: 'the name of a file, with * for any part', zh: '文件名，* 表示任意部分' },
  'pattern.language': {
    en: 'default, or a language such as zh, zh-CN, zh-Hant-TW or es-419',
    zh: 'default，或语言，例如 zh、zh-CN、zh-Hant-TW 或 es-419'
  },
  'pattern.adds': {
    en: 'a full name such as com.stub.StubApp, with * for any part',
    zh: '完整的名称，例如 com.stub.StubApp，* 表示任意部分'
  },
  'pattern.cacheUrl': {
    en: 'an address with http(s)://, grpc(s)://, s3:// or oss://, without user and blanks',
    zh: '以 http、https、grpc、grpcs、s3 或 oss 加 :// 开头的地址，不含用户名和空格'
  },
  'pattern.issuer': {
    en: 'an address with https://, or with http:// on this machine',
    zh: '以 https:// 开头的地址，或本机上以 http:// 开头的地址'
  },
  'pattern.scopes': {
    en: 'scopes parted by blanks, the first openid',
    zh: '以空格分隔的范围，第一个为 openid'
  },
  'pattern.projectOrAll': {
    en: 'the name of a project, or "*" for every one',
    zh: '项目名称，或代表全部项目的 "*"'
  },
  'pattern.fingerprint': {
    en: 'the sha256 of a certificate: 64 hexadecimal digits in lower case',
    zh: '证书的 sha256：64 位小写十六进制数字'
  },
  'pattern.objectName': {
    en: 'a name of Kubernetes: small letters, digits, dots and dashes',
    zh: 'Kubernetes 名称：小写字母、数字、点和短横线'
  },
  'pattern.releaseName': {
    en: 'a name of Helm: at most 53 small letters, digits and dashes, a letter first',
    zh: 'Helm 名称：至多 53 个小写字母、数字和短横线，以字母开头'
  },
  'pattern.quantity': { en: 'a quantity as 500m, 2 or 512Mi', zh: '数量，如 500m、2 或 512Mi' },
  'pattern.hostOfNamespace': {
    en: 'a host name with {namespace} in it, in small letters',
    zh: '含有 {namespace} 的主机名，小写'
  },
  'pattern.namespacePrefix': {
    en: 'up to 15 small letters and digits, a letter first',
    zh: '最多 15 个小写字母和数字，以字母开头'
  },
  'pattern.quotaName': { en: 'a resource of a quota, as limits.cpu', zh: '配额中的资源，如 limits.cpu' },
  'pattern.objectKind': { en: 'KIND or KIND.GROUP', zh: 'KIND 或 KIND.GROUP' },
  'pattern.httpUrl': {
    en: 'an address with http:// or https://, without user and blanks',
    zh: '以 http:// 或 https:// 开头的地址，不含用户名和空格'
  },
  'pattern.httpOrigin': {
    en: 'an address with http:// or https:// and no path, such as https://mac-01:7420',
    zh: '以 http:// 或 https:// 开头、不带路径的地址，例如 https://mac-01:7420'
  },
  'pattern.httpPlain': {
    en: 'an address with http:// or https://, without user, "?" and "#"',
    zh: '以 http:// 或 https:// 开头的地址，不含用户名、"?" 和 "#"'
  },
  'pattern.httpFolder': {
    en: 'an address with http:// or https:// and a slash at its end, such as https://cdn.example/dk/',
    zh: '以 http:// 或 https:// 开头、以斜杠结尾的地址，例如 https://cdn.example/dk/'
  },
  'pattern.listen': {
    en: 'HOST:PORT or the absolute path of a socket, such as 127.0.0.1:7420',
    zh: 'HOST:PORT 或套接字的绝对路径，例如 127.0.0.1:7420'
  },
  'pattern.timeOfDay': { en: 'a time of day such as 08:00', zh: '一天中的时刻，例如 08:00' },
  'pattern.moment': {
    en: 'a moment in UTC such as 2031-01-02T10:00:00Z',
    zh: 'UTC 时刻，例如 2031-01-02T10:00:00Z'
  },
  'pattern.timeZone': { en: 'a time zone such as Asia/Shanghai', zh: '时区，例如 Asia/Shanghai' },
  'pattern.address': { en: 'an address without blanks and "@"', zh: '不含空格和 "@" 的地址' },
  'pattern.variable': {
    en: 'the name of a variable: letters, digits and "_", the first no digit',
    zh: '变量名：字母、数字和 "_"，不以数字开头'
  },
  'pattern.variable128': {
    en: 'the name of a variable: letters, digits and "_", at most 128, the first no digit',
    zh: '变量名：字母、数字和 "_"，至多 128 个，不以数字开头'
  },
  'pattern.withN': { en: 'a name that holds {n}', zh: '含有 {n} 的名称' },
  'pattern.id128': {
    en: 'letters, digits, ".", "_" and "-", at most 128, the first a letter or digit',
    zh: '字母、数字、"."、"_" 和 "-"，至多 128 个，以字母或数字开头'
  },
  'pattern.id155': {
    en: 'letters, digits, ".", "_" and "-", at most 155, the first a letter or digit',
    zh: '字母、数字、"."、"_" 和 "-"，至多 155 个，以字母或数字开头'
  },
  'pattern.host': {
    en: 'the name of a host: letters, digits, ".", "_" and "-"',
    zh: '主机名：字母、数字、"."、"_" 和 "-"'
  },
  'pattern.network': {
    en: 'an IP address, or a network such as 10.0.0.0/8',
    zh: 'IP 地址，或网段，例如 10.0.0.0/8'
  },
  'pattern.folderOrNone': {
    en: 'empty, or a path with a slash at its end, without ".."',
    zh: '空，或以斜杠结尾、不含 ".." 的路径'
  },
  'pattern.entryFolder': {
    en: 'empty, or a path inside the package with a slash at its end',
    zh: '空，或安装包之内以斜杠结尾的路径'
  },
  'pattern.slashedPath': {
    en: 'a path with forward slashes, without "." and ".."',
    zh: '用正斜杠的路径，不含 "." 和 ".."'
  },
  'pattern.jobName': {
    en: 'the full name of a job such as games/dk-assets',
    zh: '任务的全名，例如 games/dk-assets'
  },
  'pattern.repositoryUrl': {
    en: 'the address of a repository such as https://HOST/PATH.git or git@HOST:PATH',
    zh: '仓库的地址，例如 https://HOST/PATH.git 或 git@HOST:PATH'
  },
  'pattern.user': { en: 'the name of a user, without blanks and ":"', zh: '用户名，不含空格和 ":"' },
  'pattern.groupName': { en: 'a name such as group/name', zh: '名称，例如 group/name' },
  'pattern.servers': {
    en: 'HOST or HOST:PORT, several with commas, such as zk1:2181,zk2:2181',
    zh: 'HOST 或 HOST:PORT，多个之间用逗号，例如 zk1:2181,zk2:2181'
  },
  'pattern.zookeeperPath': {
    en: 'a path in ZooKeeper such as /packline',
    zh: 'ZooKeeper 中的路径，例如 /packline'
  },
  'pattern.digest': {
    en: 'digest:USER:file:PATH or digest:USER:env:NAME',
    zh: 'digest:USER:file:PATH 或 digest:USER:env:NAME'
  },
  'pattern.id32': {
    en: 'letters, digits, ".", "_" and "-", at most 32, the first a letter or digit',
    zh: '字母、数字、"."、"_" 和 "-"，至多 32 个，以字母或数字开头'
  },
  'pattern.toolVersion': { en: 'a version such as 7.6.0', zh: '版本号，例如 7.6.0' },
  'pattern.applicationId': {
    en: 'the id of an application such as com.example.dk',
    zh: '应用的标识，例如 com.example.dk'
  },
  'pattern.jenkinsPath': {
    en: 'the path of an item of Jenkins, such as games/dk/assets, no name of it ending with a dot or a blank',
    zh: 'Jenkins 中项目的路径，例如 games/dk/assets，各级名称不以点或空格结尾'
  },
  'pattern.text': { en: 'a text without control characters', zh: '不含控制字符的文本' },
  'pattern.somebody': {
    en: 'the name of a user or group, without ":" and not beginning with "-"',
    zh: '用户或组的名称，不含 ":"，且不以 "-" 开头'
  },
  'pattern.oneLine': { en: 'one line without control characters', zh: '一行文字，不含控制字符' },
  'pattern.machinePath': {
    en: 'an absolute path of letters, digits and ". _ + @ -", without ".."',
    zh: '由字母、数字和 ". _ + @ -" 组成的绝对路径，不含 ".."'
  },
  'pattern.urlPath': { en: 'a path that begins with "/", without blanks', zh: '以 "/" 开头、不含空格的路径' },
  'pattern.imageName': {
    en: 'an image as a Containerfile names it, such as debian:12 or HOST:PORT/PATH:TAG',
    zh: 'Containerfile 中的镜像名称，例如 debian:12 或 HOST:PORT/PATH:TAG'
  },
  'pattern.imageRepository': {
    en: 'HOST:PORT/PATH in small letters, without a tag',
    zh: '小写的 HOST:PORT/PATH，不带标签'
  },
  'pattern.imageDigest': {
    en: 'sha256: and 64 hexadecimal digits; "packline image pin" writes it',
    zh: 'sha256: 和 64 位十六进制数字；由 "packline image pin" 写入'
  },
  'pattern.imageTag': {
    en: 'letters, digits, ".", "_" and "-", and {version}, {build} or {commit}',
    zh: '字母、数字、"."、"_" 和 "-"，以及 {version}、{build} 或 {commit}'
  },
  'pattern.imageLabel': {
    en: 'small letters, digits, "." and "-", such as org.example.team',
    zh: '小写字母、数字、"." 和 "-"，例如 org.example.team'
  },
  'pattern.registryHost': { en: 'HOST or HOST:PORT of a registry', zh: '镜像仓库的 HOST 或 HOST:PORT' },
  'pattern.image': {
    en: 'the name of an image, such as registry.example/game@sha256:…',
    zh: '镜像名称，例如 registry.example/game@sha256:…'
  },
  'pattern.distinguishedName': {
    en: 'the name of an entry, such as ou=people,dc=studio,dc=example',
    zh: '条目名称，例如 ou=people,dc=studio,dc=example'
  },
  'pattern.attribute': {
    en: 'a name of letters, digits and "-", neither userPassword nor objectClass',
    zh: '由字母、数字和 "-" 组成的名称，不能是 userPassword 或 objectClass'
  },
  'pattern.hostOrAddress': { en: 'a host name or an address', zh: '主机名或地址' },
  'pattern.mailAddress': {
    en: 'one mail address such as ann@studio.example',
    zh: '一个邮件地址，例如 ann@studio.example'
  },
  'pattern.appId': { en: 'an id such as com.example.game', zh: '形如 com.example.game 的标识' },
  'pattern.storeAddress': {
    en: 'an address https://… without "/" at its end',
    zh: 'https://… 形式的地址，末尾不带 "/"'
  },
  'pattern.lettersAndDigits': { en: 'letters and digits', zh: '字母和数字' },
  'pattern.trackName': {
    en: 'a name of letters, digits, blanks and ": _ . -"',
    zh: '由字母、数字、空格和 ": _ . -" 组成的名称'
  },
  'pattern.languageTag': { en: 'a language such as en or zh-Hans', zh: '语言，例如 en 或 zh-Hans' },
  'pattern.ldapUrl': {
    en: 'an address ldaps://HOST:PORT or ldap://HOST:PORT',
    zh: 'ldaps://HOST:PORT 或 ldap://HOST:PORT 形式的地址'
  },
  'pattern.noBlanks': { en: 'without blanks, and not beginning with "-"', zh: '不含空白，且不以 "-" 开头' },
  'pattern.noDash': { en: 'a text that does not begin with "-" or "@"', zh: '不以 "-" 或 "@" 开头的文字' },
  'syntax.invalidSymbol': {
    en: 'a word that is neither true, false nor null and does not stand in double quotes',
    zh: '出现既非 true、false、null 又未加双引号的文字'
  },
  'syntax.invalidNumberFormat': { en: 'a number that cannot be read', zh: '数字格式不正确' },
  'syntax.propertyNameExpected': { en: 'a name in double quotes is missing', zh: '缺少双引号中的名称' },
  'syntax.valueExpected': { en: 'a value is missing', zh: '缺少值' },
  'syntax.colonExpected': { en: '":" is missing after a name', zh: '名称之后缺少 ":"' },
  'syntax.commaExpected': { en: '"," is missing between two entries', zh: '两项之间缺少 ","' },
  'syntax.closeBraceExpected': { en: '"}" is missing', zh: '缺少 "}"' },
  'syntax.closeBracketExpected': { en: '"]" is missing', zh: '缺少 "]"' },
  'syntax.endOfFileExpected': {
    en: 'something stands after the end of the document',
    zh: '文档结束之后还有内容'
  },
  'syntax.invalidCommentToken': { en: 'a comment that cannot be read', zh: '注释格式不正确' },
  'syntax.unexpectedEndOfComment': { en: 'a comment has no end', zh: '注释没有结束' },
  'syntax.unexpectedEndOfString': { en: 'a text has no closing double quote', zh: '文字缺少结尾的双引号' },
  'syntax.unexpectedEndOfNumber': { en: 'a number has no end', zh: '数字不完整' },
  'syntax.invalidUnicode': {
    en: '"\\u" needs four hexadecimal digits',
    zh: '"\\u" 之后应有四位十六进制数字'
  },
  'syntax.invalidEscapeCharacter': {
    en: 'a backslash stands before a character that needs none; a backslash itself is written twice',
    zh: '反斜杠之后的字符不正确；反斜杠本身要写两次'
  },
  'syntax.invalidCharacter': {
    en: 'a control character in a text, such as a tab or the end of the line',
    zh: '文字中有控制字符，例如制表符或换行'
  },
  'syntax.other': { en: '{code}', zh: '{code}' }
})
