import { defineTexts } from './define-texts.js'

/** Reasons within errors and plans of packages and their releases; see phraseTexts. */
export const packageReasonTexts = defineTexts({
  'row.asItIs': { en: 'it is the baseline as it is', zh: '就是基线本身' },
  'row.ownCommand': { en: 'the platform has a command of its own', zh: '平台有自己的命令' },
  'row.folderCopied': { en: 'it is a copy of the folder', zh: '目录的副本' },
  'row.folderPacked': { en: 'the folder is packed', zh: '目录打成包' },
  'row.unsignedBaseline': { en: 'the baseline is not signed', zh: '基线没有签名' },
  'row.onlyV1': { en: 'the baseline is signed by v1 only', zh: '基线只有 v1 签名' },
  'row.onlyChannel': { en: 'only the channel differs from the baseline', zh: '与基线只有渠道不同' },
  'row.refused': {
    en: 'devices would refuse the baseline as it is: {rules}',
    zh: '设备会拒绝原样的基线：{rules}'
  },
  'row.entriesChange': { en: '{count} of its entries change', zh: '其中 {count} 个条目有改动' },
  'row.noChannel': {
    en: '{row} has no channel to put its configuration beside',
    zh: '{row} 没有可以附带配置的渠道'
  },
  'row.configTooLarge': {
    en: 'the configuration is too large for a stamp',
    zh: '配置太大，无法写入渠道信息'
  },
  'row.signaturePlace': {
    en: 'its stamp has a text {field}, which is the place of the signature',
    zh: '其渠道信息中有名为 {field} 的文本，而那是签名的位置'
  },
  'row.splits': {
    en: 'bundletool makes split APKs of the App Bundle',
    zh: '由 bundletool 用 App Bundle 制作拆分 APK'
  },
  'row.neverMade': { en: 'it was never made here', zh: '从未在此制作' },
  'row.evicted': { en: 'its record of the last build was evicted', zh: '上次制作的记录已被清理' },
  'row.onlyHardened': { en: 'only its hardening changes it', zh: '只有加固会改动它' },
  'row.signersUnknown': {
    en: 'the certificate of {signing} is known once it signs, and compared then',
    zh: '{signing} 的证书要到签名时才知道，届时再比较'
  },
  'row.hardened': {
    en: 'it is hardened before it is signed: {tool}, version {version}',
    zh: '签名前加固：{tool}，版本 {version}'
  },
  'row.unchanged': { en: 'nothing that goes into it changed', zh: '所用的内容都没有改动' },
  'row.packageGone': { en: 'its package is gone or was changed', zh: '安装包不见了或被改动' },
  'row.baselineFirst': {
    en: 'the baseline {baseline} is made by its command first: {why}',
    zh: '先由命令制作基线 {baseline}：{why}'
  },
  'row.notMade': { en: 'not made: {code}', zh: '没有制作：{code}' },
  'baseline.neverRan': { en: 'its command never ran here', zh: '其命令从未在此运行' },
  'baseline.inputsChanged': { en: 'its declared inputs changed', zh: '其声明的输入有改动' },
  'baseline.outputChanged': { en: 'its output was changed', zh: '其输出被改动' },
  'baseline.outputGone': { en: 'its output is gone', zh: '其输出不见了' },
  'row.noSigning': { en: 'no signing is named for it', zh: '没有为它指定签名' },
  'signing.noTool': {
    en: 'neither codesign nor rcodesign was found',
    zh: 'codesign 和 rcodesign 都没有找到'
  },
  'entry.link': { en: 'it is a link to {to}', zh: '是指向 {to} 的链接' },
  'signing.noRcodesign': { en: 'rcodesign was not found', zh: '没有找到 rcodesign' },
  'signing.noCodesign': { en: 'codesign was not found', zh: '没有找到 codesign' },
  'signing.noKey': { en: 'it got no key', zh: '没有得到密钥' },
  'signing.noIdentity': { en: 'no keychain has this identity', zh: '钥匙串中没有此身份' },
  'signing.p12Form': {
    en: 'rcodesign does not read its form; write it anew with openssl pkcs12 -export -legacy',
    zh: 'rcodesign 无法读取其格式，请用 openssl pkcs12 -export -legacy 重新写出'
  },
  'content.noLonger': { en: '{sha256} is published no longer', zh: '{sha256} 已不再发布' },
  'content.of': { en: 'content of {target} {version}: {reason}', zh: '{target} {version} 的内容：{reason}' },
  'package.named': { en: 'the package to look at', zh: '要查看的安装包' },
  'package.blockSize': {
    en: 'the signing block takes {size} bytes, which Android 9 and later refuse',
    zh: '签名块占 {size} 字节，Android 9 及以后会拒绝'
  },
  'signing.noKeystore': { en: 'it names no keystore', zh: '没有给出 keystore' },
  'signing.noPassword': {
    en: 'it names no keystore or p12 with its password',
    zh: '没有给出 keystore 或 p12 及其密码'
  },
  'rows.noPlatforms': { en: 'packages.platforms is empty', zh: 'packages.platforms 为空' },
  'rows.noOrder': { en: 'nothing matches packages.order', zh: '没有与 packages.order 相符的行' },
  'worker.closed': { en: 'it was closed', zh: '它已关闭' },
  'worker.ended': { en: 'its JVM ended', zh: '其 JVM 已结束' },
  'signing.lacks': { en: 'its signature lacks {schemes}', zh: '其签名缺少 {schemes}' },
  'rename.sharedUser': {
    en: 'applications of one user id share their data and their key',
    zh: '同一用户标识的应用共享数据和密钥'
  },
  'label.noDefault': { en: 'no other language has a name', zh: '其他语言没有名称' },
  'label.otherTable': {
    en: 'an earlier edit puts another resources.arsc in',
    zh: '先前的编辑放入了另一个 resources.arsc'
  },
  'rename.inResources': { en: 'it stands in the resources', zh: '它写在资源里' },
  'rename.authority': {
    en: 'it does not begin with {from}, and a device takes each authority once',
    zh: '它不以 {from} 开头，而每台设备上各只能有一个'
  },
  'rename.authorities': {
    en: 'authorities {value} became {renamed}',
    zh: 'authority {value} 改为 {renamed}'
  },
  'rename.became': {
    en: '{element} {name} {value} became {renamed}',
    zh: '{element} 的 {name} 由 {value} 改为 {renamed}'
  },
  'rename.stays': {
    en: '{element} {name} {value} stays as it is',
    zh: '{element} 的 {name} {value} 保持原样'
  },
  'rollout.submitted': { en: 'only submitted builds would match', zh: '只有提审的构建仍会匹配' },
  'rollout.fewer': { en: 'its match would take fewer clients', zh: '其匹配条件会包含更少的客户端' },
  'rollout.salt': { en: 'another salt takes other players', zh: '换了 salt 会换成另一批玩家' },
  'rollout.by': {
    en: '{after} in place of {before} takes other players',
    zh: '以 {after} 代替 {before} 会换成另一批玩家'
  },
  'rollout.down': { en: 'the share goes from {before} down to {after}', zh: '比例由 {before} 降到 {after}' },
  'zip.entryTooLarge': {
    en: '{entry} takes {size} bytes; at most {most} are read',
    zh: '{entry} 占 {size} 字节，最多读取 {most}'
  },
  'zip.checksum': { en: 'its checksum is wrong', zh: '其校验和不对' },
  'zip.otherSize': {
    en: 'it unpacks to {seen} bytes in place of {size}',
    zh: '解压得到 {seen} 字节，应为 {size}'
  },
  'zip.more': {
    en: 'it unpacks to more than the {size} bytes that it is said to hold',
    zh: '解压结果超过所声明的 {size} 字节'
  },
  'zip.method': { en: 'it is packed with the unknown method {method}', zh: '使用了未知的压缩方法 {method}' },
  'zip.intoDirectory': {
    en: 'the data of {entry} reach into the directory',
    zh: '{entry} 的数据伸入了目录区'
  },
  'zip.bombEntry': {
    en: '{name} unpacks to {size} bytes from {packed}',
    zh: '{name} 由 {packed} 字节解压成 {size} 字节'
  },
  'zip.bombTotal': {
    en: 'its entries unpack to {total} bytes; at most {most} are taken',
    zh: '各条目解压后共 {total} 字节，最多接受 {most}'
  },
  'zip.pastEnd': { en: 'its directory is said to lie past its end', zh: '其目录区声明在文件末尾之外' },
  'zip.directory': {
    en: 'its directory takes {size} bytes; at most {most} are read',
    zh: '其目录区占 {size} 字节，最多读取 {most}'
  },
  'zip.noEnd': { en: 'its end record is missing', zh: '缺少结尾记录' },
  'zip.overlap': { en: '{entry} and {next} overlap', zh: '{entry} 与 {next} 重叠' },
  'zip.bytesAfter': {
    en: '{count} unknown bytes follow its directory',
    zh: '其目录区之后有 {count} 个未知字节'
  },
  'zip.part': { en: 'it is one part of several', zh: '它是分卷中的一卷' },
  'zip.notListed': {
    en: 'entry {number} of {count} is not in its directory',
    zh: '目录区中没有第 {number} 个条目（共 {count} 个）'
  },
  'zip.pastDirectory': {
    en: 'entry {number} of {count} reaches past its directory',
    zh: '第 {number} 个条目（共 {count} 个）超出目录区'
  },
  'zip.noWide': {
    en: 'entry {number} of {count} lacks its numbers of 64 bits',
    zh: '第 {number} 个条目（共 {count} 个）缺少 64 位数值'
  },
  'zip.bytesIn': { en: '{count} unknown bytes in its directory', zh: '其目录区中有 {count} 个未知字节' },
  'zip.wideEnd': {
    en: 'its end record of 64 bits is not where it is said to be',
    zh: '其 64 位结尾记录不在所声明的位置'
  },
  'block.size': { en: 'it is said to take {size} bytes', zh: '其声明的大小为 {size} 字节' },
  'block.noEnd': { en: 'its end mark is missing', zh: '缺少结尾标记' },
  'block.sizes': { en: 'its two sizes differ', zh: '两处大小不一致' },
  'block.leftOver': { en: '{count} bytes are left over', zh: '多出 {count} 个字节' },
  'block.pair': { en: 'a pair of {length} bytes does not fit in', zh: '{length} 字节的键值对放不下' },
  'channel.several': {
    en: 'its channel is {channel} for {first} and {other} for {second}',
    zh: '{first} 的渠道为 {channel}，{second} 的渠道为 {other}'
  },
  'channel.control': {
    en: 'it holds control characters or half a character',
    zh: '它含有控制字符或半个字符'
  },
  'channel.tooLarge': {
    en: 'the stamp takes {size} bytes; at most {most} are written',
    zh: '渠道信息占 {size} 字节，最多写入 {most}'
  },
  'channel.packerNg': {
    en: 'packer-ng parts names and values by ∘ and ∙',
    zh: 'packer-ng 用 ∘ 和 ∙ 分隔名称和值'
  },
  'channel.onlyWalle': {
    en: "only Walle's form holds more than the channel",
    zh: '只有 Walle 的形式能存放渠道以外的内容'
  },
  'channel.unreadable': { en: 'its channel is not readable: {reason}', zh: '其渠道无法读取：{reason}' },
  'embedded.missing': { en: 'it is missing', zh: '它不存在' },
  'embedded.noManifest': { en: 'it is no manifest', zh: '它不是清单' },
  'embedded.field': { en: '{field} is {found} in place of {value}', zh: '{field} 为 {found}，应为 {value}' },
  'embedded.noFile': { en: 'the package holds no {name}', zh: '安装包中没有 {name}' },
  'embedded.other': {
    en: '{name} has md5 {md5} and {size} bytes in the package',
    zh: '安装包中的 {name} 的 md5 为 {md5}，大小为 {size} 字节'
  },
  'embedded.command': {
    en: 'a command of {platform} makes its package',
    zh: '其安装包由 {platform} 的命令制作'
  },
  'embedded.config': { en: 'its configuration lies there', zh: '其配置就在那里' },
  'embedded.noneBelow': {
    en: 'the package holds no file of the hot update below "{root}"',
    zh: '安装包的 "{root}" 之下没有热更新的文件'
  },
  'content.noFolder': { en: 'its folder is gone', zh: '其目录不见了' },
  'content.gone': { en: '{path} is gone', zh: '{path} 不见了' },
  'content.changed': { en: '{path} was changed', zh: '{path} 被改动' },
  'content.added': { en: '{path} was added', zh: '多出 {path}' },
  'content.name': { en: 'its name is not the digest of its files', zh: '其名称不是其文件的摘要' }
})
