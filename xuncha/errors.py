"""Every expected error as one clear line in Chinese and English that says how to fix it."""

from __future__ import annotations

from playwright.async_api import Error as BrowserError

from crawler.browser.launch import NoBrowser
from crawler.table_builder import ConfigurationError
from probes.finding import Text
from storage import errors
from xuncha.console.fonts import NoFont
from xuncha.judging.isolated import JudgingFailed
from xuncha.pack.not_printed import NotPrinted
from xuncha.pack.verification.keys import KeyFault
from xuncha.settings.target import InvalidInput
from xuncha.settings.tree import doctor_command

EXPECTED = (
    InvalidInput, ConfigurationError, errors.StorageError, NoBrowser, BrowserError, NoFont, NotPrinted, KeyFault, JudgingFailed,
)  # fmt: skip

# What is wrong, and how to fix it. A store error that is not listed here shows its own English text.
_STORE: dict[type[errors.StorageError], tuple[Text, Text]] = {
    errors.DiskFull: (
        Text("磁盘已满，无法继续保存", "the disk is full, nothing more can be kept"),
        Text("请腾出空间，或用 --data 换一个目录", "make room, or choose another folder with --data"),
    ),
    errors.Unwritable: (
        Text("数据目录不可写", "the data folder cannot be written"),
        Text("请用 --data 换一个目录", "choose another folder with --data"),
    ),
    errors.DatabaseUnreachable: (
        Text("数据库无法连接", "the database cannot be reached"),
        Text("请检查 XUNCHA_DATABASE 与数据库服务", "check XUNCHA_DATABASE and the server"),
    ),
    errors.DatabaseUnknown: (
        Text("不是 SQLite 或 PostgreSQL 的数据库地址", "this is no address of a SQLite or PostgreSQL database"),
        Text("请改正或取消 XUNCHA_DATABASE", "correct or unset XUNCHA_DATABASE"),
    ),
    errors.DatabaseBusy: (
        Text("数据库被占用过久", "the database is held by somebody else for too long"),
        Text("请稍后再试", "try again later"),
    ),
    errors.DatabaseDamaged: (
        Text("数据库文件已损坏，或不是数据库", "the database file is damaged or no database at all"),
        Text("请从备份恢复，或用 --data 换一个目录", "restore a backup, or choose another folder with --data"),
    ),
    errors.DatabaseTooNew: (
        Text("数据库由更新版本的巡查写入", "the database was written by a newer Xuncha"),
        Text("请更新本程序", "update this one"),
    ),
    errors.DriverMissing: (
        Text("缺少该数据库或证据存储所需的软件包", "the package for this kind of database or evidence store is not installed"),
        Text("请按提示安装", "install it"),
    ),
    errors.EvidenceUnknown: (
        Text("不是可用的证据存储地址", "this is no address that evidence may be kept at"),
        Text("请把 XUNCHA_EVIDENCE 改为目录或 s3://桶/前缀，并检查 AWS_ENDPOINT_URL",
             "make XUNCHA_EVIDENCE a folder or s3://bucket/prefix and check AWS_ENDPOINT_URL"),
    ),
    errors.EvidenceUnreachable: (
        Text("证据的对象存储无法连接", "the object store with the evidence cannot be reached"),
        Text("请检查 AWS_ENDPOINT_URL 与该服务；已采集的内容均已保存", "check AWS_ENDPOINT_URL and the server; what was captured is kept"),
    ),
    errors.EvidenceRefused: (
        Text("证据的对象存储拒绝了凭据", "the object store with the evidence refuses the credentials"),
        Text("请检查 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY 及其权限",
             "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what they may do"),
    ),
    errors.EvidenceNoBucket: (
        Text("对象存储中没有这个桶", "the object store has no such bucket"),
        Text("请先建立该桶，或改正 XUNCHA_EVIDENCE", "make the bucket, or correct XUNCHA_EVIDENCE"),
    ),
    errors.EvidenceFull: (
        Text("证据的对象存储已满，无法继续保存", "the object store is full, nothing more can be kept"),
        Text("请扩容，或用 xuncha prune 清理旧证据", "make room there, or remove old evidence with 'xuncha prune'"),
    ),
    errors.EvidenceOfAnother: (
        Text("证据属于另一个数据库，不是现用的这个", "the evidence belongs to another database, not to this one"),
        Text("请从备份恢复该证据的数据库；如要重新开始，请用 --data 或 XUNCHA_EVIDENCE 换一个位置",
             "restore its database from a backup, or begin anew elsewhere with --data or XUNCHA_EVIDENCE"),
    ),
    errors.BlobMissing: (
        Text("有一份证据不在存储中", "a piece of evidence is missing from the store"),
        Text("请从备份恢复证据存储", "restore the evidence from a backup"),
    ),
    errors.BlobDamaged: (
        Text("有一份证据与存入时不同", "a piece of evidence is not what it was when it was stored"),
        Text("请从备份恢复证据存储", "restore the evidence from a backup"),
    ),
    errors.RecordDamaged: (
        Text("有一条记录无法读出", "a stored record cannot be read back"),
        Text("请从备份恢复，或重新检测", "restore a backup, or audit the shop again"),
    ),
    errors.NotFound: (
        Text("没有这次检测", "there is no such audit"),
        Text("用 xuncha audits 查看编号", "see the ids with 'xuncha audits'"),
    ),
    errors.Ambiguous: (
        Text("有不止一次检测的编号以此开头", "more than one audit begins like this"),
        Text("请多输入几个字符", "give more characters"),
    ),
    errors.AddressTooLong: (
        Text("网址过长，无法保存", "the platform's address is too long to be kept"),
        Text("请用较短的网址", "give a shorter one"),
    ),
    errors.AlreadyRejudging: (
        Text("另一个进程正在重判这个库的全部检测", "another process is judging all visits of this store again"),
        Text("请等它结束，或先结束它：再次运行会接着做", "wait for its end, or end it first: the next one goes on where it stopped"),
    ),
    errors.StillRunning: (
        Text("这次检测仍在进行", "this audit is still being made"),
        Text("请等它结束", "wait until it has ended"),
    ),
    errors.Pruned: (
        Text("这次检测的页面已清理、不再保存", "the pages of this audit are no longer kept"),
        Text("判定仍可用 xuncha show 查看；如需重新判定，请重新检测", "its verdicts stand in 'xuncha show'; to judge anew, audit the shop again"),
    ),
    errors.AlreadyDone: (
        Text("这次检测已完成，无需续查", "this audit was finished, there is nothing to resume"),
        Text("用 xuncha show 查看", "see it with 'xuncha show'"),
    ),
}  # fmt: skip


def describe_fault(fault: Exception) -> Text:
    """The line for one of EXPECTED. Raises TypeError for any other exception, which is a bug and must be loud."""
    said = " ".join(str(fault).split())
    if isinstance(fault, InvalidInput | NotPrinted | KeyFault):
        return fault.text
    if isinstance(fault, ConfigurationError):
        return Text(f"配置有误，请改正：{said}", f"the configuration is wrong: {said}")
    if isinstance(fault, errors.StorageError):
        return _of_store(fault, said)
    if isinstance(fault, NoBrowser):
        return Text(f"找不到可用的浏览器，请运行 {doctor_command()}：{said}", said)
    if isinstance(fault, BrowserError):
        line = next((line.strip() for line in str(fault).splitlines() if line.strip()), type(fault).__name__)
        return Text(
            f"浏览器无法启动，请运行 {doctor_command()}：{line}",
            f"the browser does not start, run {doctor_command()}: {line}",
        )
    if isinstance(fault, NoFont):
        return Text(f"没有中文字体，请运行 {doctor_command()}：{said}", f"{said}: run {doctor_command()}")
    if isinstance(fault, JudgingFailed):
        return Text(
            f"判定未能完成，已采集的页面均已保存，可用 xuncha rejudge 重判：{said}",
            f"judging did not come to its end; what was captured is kept, judge it with 'xuncha rejudge': {said}",
        )
    raise TypeError(f"{type(fault).__name__} is no expected fault") from fault


def _of_store(fault: errors.StorageError, said: str) -> Text:
    if type(fault) not in _STORE:
        return Text(f"存储有误：{said}", said)
    what, mend = _STORE[type(fault)]
    detail = f": {' '.join(fault.detail.split())}" if fault.detail else ""
    return Text(f"{what.zh}{detail.replace(': ', '：', 1)}；{mend.zh}", f"{what.en}{detail}; {mend.en}")
