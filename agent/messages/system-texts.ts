import { defineTexts } from './define-texts.js'

/** What files, networks and certificates answer, in place of the names that the system has for it. */
export const systemTexts = defineTexts({
  'system.at': { en: '{what} ({place})', zh: '{what}（{place}）' },
  'system.notThere': { en: 'there is no such file or folder', zh: '没有这个文件或目录' },
  'system.noRight': { en: 'the rights of this user do not allow it', zh: '当前用户权限不足' },
  'system.notPermitted': { en: 'the system does not permit it', zh: '系统不允许该操作' },
  'system.isFolder': { en: 'it is a folder, not a file', zh: '它是目录，不是文件' },
  'system.noFolder': { en: 'a part of its path is no folder', zh: '路径的某一部分不是目录' },
  'system.exists': { en: 'it exists already', zh: '它已经存在' },
  'system.notEmpty': { en: 'the folder is not empty', zh: '目录不为空' },
  'system.readOnly': { en: 'the disk is mounted read-only', zh: '磁盘以只读方式挂载' },
  'system.busy': { en: 'another process is using it', zh: '它正被其他进程使用' },
  'system.runs': { en: 'it is a program that is running', zh: '它是正在运行的程序' },
  'system.linkLoop': { en: 'its links lead in a circle', zh: '符号链接形成了循环' },
  'system.nameTooLong': { en: 'its name is too long', zh: '名称过长' },
  'system.openFiles': { en: 'too many files are open', zh: '打开的文件过多' },
  'system.diskFull': { en: 'the disk is full', zh: '磁盘已满' },
  'system.quota': { en: "the user's share of the disk is used up", zh: '该用户的磁盘配额已用完' },
  'system.tooLarge': { en: 'it would be too large for the disk', zh: '超过了磁盘允许的文件大小' },
  'system.diskFails': { en: 'the disk does not answer as it should', zh: '磁盘读写出错' },
  'system.noProgram': { en: 'it is no program for this machine', zh: '它不是本机可运行的程序' },
  'system.noMemory': { en: 'there is not enough memory', zh: '内存不足' },
  'network.refused': { en: 'nothing listens there', zh: '该地址没有程序在监听' },
  'network.cut': { en: 'the connection was cut off', zh: '连接中断' },
  'network.late': { en: 'no answer came in time', zh: '未能及时得到应答' },
  'network.noWay': { en: 'there is no way to it in the network', zh: '网络不可达' },
  'network.unknownName': { en: 'no host has this name', zh: '没有这个主机名' },
  'network.noNames': { en: 'the name server does not answer', zh: '域名服务器没有应答' },
  'network.inUse': { en: 'another program listens there', zh: '该地址已有其他程序在监听' },
  'network.notOurs': { en: 'this machine has no such address', zh: '本机没有这个地址' },
  'network.badPort': { en: 'a port is a number from 1 to 65535', zh: '端口应为 1 到 65535 的数字' },
  'robot.refused': { en: 'it refused with code {code}: {said}', zh: '对方拒绝，错误码 {code}：{said}' },
  'http.refused': { en: 'it refused with status {status}: {said}', zh: '对方拒绝，状态码 {status}：{said}' },
  'certificate.expired': { en: 'its certificate has expired', zh: '其证书已过期' },
  'certificate.early': { en: 'its certificate is not valid yet', zh: '其证书尚未生效' },
  'certificate.unknown': {
    en: 'its certificate was signed by nobody whom this machine trusts',
    zh: '其证书的签发者不受本机信任'
  },
  'certificate.otherName': { en: 'its certificate is for another name', zh: '其证书属于另一个名称' },
  'certificate.noTls': { en: 'it does not speak TLS', zh: '它不使用 TLS' },
  'json.wrongAt': {
    en: 'no valid JSON at character {position}',
    zh: '第 {position} 个字符处不是有效的 JSON'
  },
  'json.cutOff': { en: 'the JSON ends too early', zh: 'JSON 不完整' },
  'json.none': { en: 'it is no valid JSON', zh: '不是有效的 JSON' }
})
