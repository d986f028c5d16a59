import { defineTexts } from './define-texts.js'

/** What is wrong with a file: documents, pictures, packages and their parts. */
export const formatReasonTexts = defineTexts({
  'zip.empty': { en: 'an empty file', zh: '空文件' },
  'zip.bytes': { en: 'the bytes {bytes} …', zh: '字节 {bytes} …' },
  'layout.noJson': { en: 'it cannot be read as JSON', zh: '无法按 JSON 读取' },
  'layout.wrongAt': {
    en: 'at {place} stands something else than in a layout file',
    zh: '{place} 处的内容与布局文件不符'
  },
  'layout.twice': { en: '{name} is in it twice', zh: '{name} 在其中出现了两次' },
  'sheet.noFrames': { en: 'it has no frames', zh: '没有帧' },
  'sheet.severalTextures': { en: 'it describes several textures', zh: '它描述了多张纹理' },
  'sheet.tab': { en: 'it holds a tab or the end of a line', zh: '含有制表符或换行' },
  'sheet.tooLarge': { en: 'it is larger than {most} bytes', zh: '超过 {most} 字节' },
  'plist.element': { en: '<{name}> where <plist> was expected', zh: '应为 <plist>，却是 <{name}>' },
  'plist.values': { en: '{count} values where one was expected', zh: '应有一个值，却有 {count} 个' },
  'plist.noValue': { en: '<{name}> is no value of a property list', zh: '<{name}> 不是属性列表的值' },
  'plist.noInteger': { en: '{text} is no integer', zh: '{text} 不是整数' },
  'plist.noReal': { en: '{text} is no real number', zh: '{text} 不是数字' },
  'plist.noDate': { en: '{text} is no date', zh: '{text} 不是日期' },
  'plist.keyAlone': { en: 'the key {key} has no value', zh: '键 {key} 没有值' },
  'plist.pastEnd': { en: 'it leads past its end', zh: '指向了文件末尾之后' },
  'plist.version': { en: 'it is not of version 00', zh: '版本不是 00' },
  'plist.cut': { en: 'it is cut off', zh: '内容不完整' },
  'plist.tableCut': { en: 'its table of objects is cut off', zh: '对象表不完整' },
  'plist.noObject': {
    en: 'it names object {index} of {count}',
    zh: '引用了第 {index} 个对象，而总共只有 {count} 个'
  },
  'plist.wideNumber': { en: 'a number of {width} bytes', zh: '有一个 {width} 字节的数字' },
  'plist.number': { en: 'the number {value} is out of bounds', zh: '数字 {value} 超出范围' },
  'plist.objectCut': { en: 'an object is cut off', zh: '有一个对象不完整' },
  'plist.levels': { en: 'more than {most} levels', zh: '嵌套超过 {most} 层' },
  'plist.manyValues': { en: 'more than {most} values', zh: '超过 {most} 个值' },
  'plist.kind': { en: 'an object of an unknown kind ({marker})', zh: '有一个未知类型的对象（{marker}）' },
  'plist.key': { en: 'a key is no text', zh: '有一个键不是文字' },
  'plist.date': { en: 'a date is none', zh: '有一个日期无效' },
  'plist.wideReal': { en: 'a real number of {width} bytes', zh: '有一个 {width} 字节的小数' },
  'elf.none': { en: 'it is no ELF file', zh: '不是 ELF 文件' },
  'elf.order': { en: 'it is of the other byte order', zh: '字节序相反' },
  'elf.headers': { en: 'its program headers are not at its start', zh: '程序头不在文件开头' },
  'text.otherBytes': { en: 'other bytes', zh: '其他字节' },
  'xml.notXml': { en: 'not well-formed XML: {reason}', zh: '不是格式正确的 XML：{reason}' },
  'xml.cutOff': { en: 'cut off: {reason}', zh: '内容不完整：{reason}' },
  'xml.encoding': { en: 'not UTF-8 (found {encoding})', zh: '不是 UTF-8（而是 {encoding}）' },
  'xml.size': {
    en: '{size} bytes, and at most {maximum} are read',
    zh: '{size} 字节，最多读取 {maximum} 字节'
  },
  'xml.many': { en: 'more than {maximum} {what}', zh: '超过 {maximum} 个 {what}' },
  'xml.twice': {
    en: 'the attribute {attribute} of <{element}> stands there twice',
    zh: '<{element}> 的属性 {attribute} 出现了两次'
  },
  'xml.doctype': {
    en: 'a document type declaration (DOCTYPE) is not accepted',
    zh: '不接受文档类型声明（DOCTYPE）'
  },
  'xml.entity': { en: '{entity} is no known entity or character', zh: '{entity} 不是已知的实体或字符' },
  'xml.at': { en: 'line {line}, column {column}: {what}', zh: '第 {line} 行第 {column} 列：{what}' },
  'bxml.attribute': { en: 'an attribute of {size} bytes', zh: '有一个 {size} 字节的属性' },
  'bxml.attributes': { en: 'attributes are cut off', zh: '属性不完整' },
  'bxml.parts': { en: 'it has more than {most} parts', zh: '超过 {most} 个部分' },
  'bxml.noTexts': { en: 'it has no pool of texts', zh: '没有文字池' },
  'bxml.endAlone': { en: 'an element ends that never began', zh: '有元素没有开始就结束了' },
  'bxml.roots': { en: 'it has a second root element', zh: '有第二个根元素' },
  'bxml.none': { en: 'it has no element', zh: '没有任何元素' },
  'bxml.inside': { en: 'it ends inside an element', zh: '在元素之内就结束了' },
  'bxml.noEnd': { en: 'an element has no end', zh: '有元素没有结束' },
  'bxml.moved': { en: 'an element is not where it was', zh: '有元素不在原来的位置' },
  'bxml.ids': { en: 'it has ids for more attributes than there are texts', zh: '属性标识比文字还多' },
  'protobuf.cut': { en: 'a message is cut off', zh: '有一条消息不完整' },
  'protobuf.number': { en: 'a number of a message does not end', zh: '消息中有数字没有结束' },
  'protobuf.kind': {
    en: 'a field of a message is of the unknown kind {kind}',
    zh: '消息中有字段是未知类型 {kind}'
  },
  'chunk.inside': {
    en: 'it ends inside the chunk at byte {start}',
    zh: '在第 {start} 字节的数据块中就结束了'
  },
  'chunk.size': {
    en: 'the chunk at byte {start} is said to take {size} bytes',
    zh: '第 {start} 字节的数据块声称有 {size} 字节'
  },
  'resource.none': { en: 'it is no resource table', zh: '不是资源表' },
  'resource.entry': { en: 'an entry of a resource is cut off', zh: '有一个资源条目不完整' },
  'resource.value': { en: 'the value of a resource is cut off', zh: '有一个资源的值不完整' },
  'resource.packageHead': { en: 'the head of a package is cut off', zh: '有一个包的头部不完整' },
  'resource.typeHead': { en: 'the head of a type is cut off', zh: '有一个类型的头部不完整' },
  'resource.types': { en: 'a package has more than {most} types', zh: '有一个包超过 {most} 个类型' },
  'resource.type': { en: 'a type is cut off', zh: '有一个类型不完整' },
  'resource.longName': {
    en: 'the name of a package has more than 127 characters',
    zh: '包名超过 127 个字符'
  },
  'resource.loop': {
    en: 'a resource leads to more than {most} others',
    zh: '有一个资源引用了超过 {most} 个其他资源'
  },
  'resource.fullTypes': { en: 'it has 255 types already', zh: '已有 255 种资源类型' },
  'resource.noPackage': { en: 'it has no package of the application', zh: '没有应用的资源包' },
  'resource.noKeys': { en: 'a package has no names of resources', zh: '资源包没有资源名称' },
  'pool.cut': { en: 'its pool of texts is cut off', zh: '文字池不完整' },
  'pool.fit': { en: 'its pool of texts does not fit together', zh: '文字池前后不符' },
  'pool.styles': { en: 'its pool of texts has styles', zh: '文字池含有样式' },
  'pool.text': { en: 'a text is cut off', zh: '有一段文字不完整' },
  'pool.long': { en: 'a text is too long for its pool', zh: '有一段文字超出文字池的限制' },
  'zip.sourceEnds': {
    en: 'the source ends before byte {offset}',
    zh: '来源在第 {offset} 字节之前就结束了'
  },
  'zip.headers': {
    en: 'the local header of {name} does not agree with the directory',
    zh: '{name} 的本地文件头与目录不一致'
  },
  'key.unreadable': { en: 'it cannot be read', zh: '无法读取' },
  'key.notPrivate': {
    en: 'it is no private key in PEM, or it has a password',
    zh: '不是 PEM 格式的私钥，或设有密码'
  },
  'key.kind': { en: 'it is a key of {kind}', zh: '它是 {kind} 密钥' },
  'key.unknownKind': { en: 'no known kind', zh: '未知类型的' },
  'key.notPublic': { en: 'it is no public key in PEM', zh: '不是 PEM 格式的公钥' },
  'stamp.noDocument': { en: 'it holds no config document', zh: '其中没有配置文档' },
  'stamp.noSignature': { en: 'its config document has no signature', zh: '配置文档没有签名' },
  'stamp.noText': { en: 'its stamp holds what is no text', zh: '渠道信息中有不是文字的内容' },
  'stamp.notEd25519': { en: 'its signature is not one of Ed25519', zh: '签名不是 Ed25519 的' },
  'stamp.otherKey': { en: 'none of the keys made its signature', zh: '签名不是由其中任何密钥所作' },
  'plist.takes': { en: 'it takes {size} bytes', zh: '它有 {size} 字节' },
  'plist.noDictionary': { en: 'it is no dictionary', zh: '不是字典' },
  'channel.none': { en: 'it names no channel', zh: '没有写明渠道' },
  'manifest.noApplication': { en: 'it has no <application>', zh: '没有 <application>' },
  'manifest.noPackage': { en: 'it names no package', zh: '没有写明包名' },
  'manifest.first': { en: 'its first element is <{name}>', zh: '第一个元素是 <{name}>' },
  'lineage.ends': { en: 'it ends before', zh: '提前结束' },
  'block.gone': { en: 'the signing block is gone', zh: '签名块不见了' },
  'block.unread': { en: 'the channel cannot be read back', zh: '渠道无法读回' },
  'certificate.part': { en: 'a part is missing', zh: '缺少一部分' },
  'certificate.cut': { en: 'a part is cut off', zh: '有一部分不完整' },
  'manifest.noHotUpdates': { en: '{row} has no hot updates', zh: '{row} 没有热更新' },
  'bundle.notIn': { en: '{name} is not in {path}', zh: '{path} 中没有 {name}' },
  'profile.noList': { en: 'it holds no property list', zh: '其中没有属性列表' },
  'profile.noEntitlements': { en: 'it has no Entitlements', zh: '没有 Entitlements' },
  'profile.noExpiration': { en: 'it has no ExpirationDate', zh: '没有 ExpirationDate' },
  'profile.noTeam': { en: 'it has no TeamIdentifier', zh: '没有 TeamIdentifier' },
  'profile.noIdentifier': {
    en: 'its Entitlements have no application-identifier',
    zh: 'Entitlements 中没有 application-identifier'
  },
  'ccz.plain': { en: 'it is not protected', zh: '没有加密' },
  'ccz.otherKey': { en: 'it is protected with another key', zh: '用另一个密钥加密' },
  'pvr.size': { en: 'it is {width}×{height}', zh: '大小为 {width}×{height}' },
  'gpu.unreadable': { en: 'the encoder cannot read its own file', zh: '编码器无法读取自己写的文件' },
  'gpu.noFormat': { en: 'no {format} can be made of it', zh: '无法制成 {format}' },
  'gpu.size': { en: 'it does not take {width}×{height} pixels', zh: '不接受 {width}×{height} 像素' },
  'gpu.silent': { en: 'it failed without a reason', zh: '失败且没有说明原因' },
  'gpu.nothing': { en: 'the encoder made nothing', zh: '编码器没有任何输出' }
})
