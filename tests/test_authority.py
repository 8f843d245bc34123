"""people.yaml, themes.yaml, sources.yaml: what is right is used, every mistake is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_site import yaml_lines
from corpus_site.authority import Authority, read_authority
from corpus_site.model import Person, PersonId, Role, Term
from corpus_site.problems import one_line


@pytest.fixture(params=["C", "pure"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "pure":
        monkeypatch.setattr(yaml_lines, "LOADER", yaml_lines.yaml.SafeLoader)
    return str(request.param)


def written(folder: Path, **texts: str) -> tuple[Authority, list[str]]:
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    authority, problems = read_authority(folder)
    return authority, [one_line(p) for p in problems]


PEOPLE = """\
- id: wang-xiaoming
  name: 王小明
  names: [Wang Xiaoming, 王曉明]
  short: 小明
  description: 教师
  roles:
    - {title: 教师, since: 2019-03, until: 2021}
    - {title: 校长, since: 2021~}
  links: {wikidata: Q42, 主页: "https://example.org/"}
- name: 星海公司
  id: xinghai
  type: organisation
"""


def test_a_right_file(tmp_path: Path) -> None:
    authority, problems = written(tmp_path, people=PEOPLE)
    assert not problems
    wang, company = authority.people
    assert wang.names == ("Wang Xiaoming", "王曉明")
    assert wang.roles == (Role(title="教师", since="2019-03", until="2021"), Role(title="校长", since="2021~"))
    assert wang.links == (("wikidata", "https://www.wikidata.org/wiki/Q42"), ("主页", "https://example.org/"))
    assert (company.type, company.origin) == ("organisation", "authority")
    known = authority.known()
    assert known.names == {"王小明", "Wang Xiaoming", "王曉明", "小明", "星海公司"}
    assert known.find("wang xiaoming 老师") == "wang-xiaoming"
    assert known.find("王晓明") == "wang-xiaoming"  # the Traditional form was written down
    assert known.find("小明") is None
    assert [s.person for s in known.shorts("小明")] == ["wang-xiaoming"]
    assert known.types[known.forms["星海公司"]] == "organisation"


def test_ids_are_made_where_none_is_given(tmp_path: Path) -> None:
    authority, problems = written(tmp_path, people="- name: 萨姆·奥特曼\n  names: Sam Altman\n- name: 符尧\n")
    assert not problems
    assert [p.id for p in authority.people] == ["sam-altman", "fu-yao"]


def test_every_mistake_at_once(tmp_path: Path) -> None:
    authority, problems = written(
        tmp_path,
        people="""\
- id: Zhang San
  nmae: 张三
- id: Zhang San
  name: 张三
  type: persn
  roles: [{title: 校长, since: 2019年}, {since: 2020}, {title: 主任, since: 2021, until: 2020}]
  links: {wikidata: 42}
- id: zhang-san
  name: 张叁
- just a word
- name: 李四
  names: [小李, [a]]
- name: 李思
  names: [小李, 李四]
  where: x.txt
""",
        themes="- id: scaling\n  name: 规模法则\n  terms: {2: [规模法则], 强: [算力]}\n  parent: reserch\n"
        "- id: research\n  name: 研究\n  parent: science\n  terms: [论文]\n- id: science\n  name: 科学\n  parent: research\n",
        sources="- name: 甲报\n  url: jia.example\n- name: 乙报\n  names: [甲报]\n",
    )
    assert [p.id for p in authority.people] == ["zhang-san", "li-si", "li-si"][:2]
    assert sorted(problems) == sorted(
        [
            "people.yaml:1 [error] authority: 此项没有 name，未采用 → 写上 name: 名称",
            "people.yaml:2 [warning] authority: 不认识的字段「nmae」，未采用 → 是否想写 name？",
            "people.yaml:3 [error] authority: id「Zhang San」只能用小写字母、数字和连字符，至多 64 个；改用自动生成的 → 例如 zhang-san",
            "people.yaml:5 [error] authority: 不认识的类型「persn」，按 person 处理 → 是否想写 person？",
            "people.yaml:6 [error] authority: since「2019年」不是日期（EDTF），未采用 → 写成 2023、2023-05、2023-05-16；约 2023 年写 2023~",
            "people.yaml:6 [error] authority: 职务没有 title，未采用 → 例如 {title: OpenAI 首席执行官, since: 2019}",
            "people.yaml:6 [warning] authority: 「主任」的 until 2020 早于 since 2021 → 检查年份",
            "people.yaml:7 [error] authority: 链接「42」不是网址，未采用 → 写成 https://… ；wikidata 可只写 Q 编号",
            "people.yaml:8 [error] authority: id「zhang-san」已用于第 3 行的「张三」；此项未采用 → 合并两项，或另写 id",
            "people.yaml:10 [error] authority: 此项应当写成「键: 值」 → 例如 - name: 李飞飞",
            "people.yaml:12 [error] authority: 「names」应当是一段文字 → 列表里含冒号的文字要加引号",
            "people.yaml:13 [error] authority: id「li-si」已用于第 11 行的「李四」；此项未采用 → 合并两项，或另写 id",
            "people.yaml:15 [warning] authority: where 只对 short 有用 → 写上在这些文件里使用的简称",
            "themes.yaml:1 [error] authority: 「规模法则」的上级主题「reserch」不存在，未采用 → 是否想写 research？",
            "themes.yaml:3 [error] authority: 权重「强」应当是 0 到 10 之间的数；这一组词未采用 → 例如 2: [规模法则, 扩展定律]",
            "themes.yaml:5 [error] authority: 「研究」的上级主题绕回它自己，未采用 → 去掉其中一个 parent",
            "themes.yaml:9 [error] authority: 主题「科学」没有词语 → 在 terms 下写词，例如 2: [规模法则]",
            "sources.yaml:2 [error] authority: url「jia.example」不是网址，未采用 → 写成 https://…",
            "sources.yaml:4 [error] authority: 「甲报」已是来源 jia-bao 的名称，此处未采用 → 同一名称只写在一处",
        ]
    )
    assert [t.parent for t in authority.themes] == [None, None, "research"]
    assert authority.themes[0].terms == (Term(text="规模法则", weight=2),)


def test_a_form_that_two_people_claim_belongs_to_neither(tmp_path: Path) -> None:
    authority, problems = written(
        tmp_path, people="- {name: 李华, id: a, names: [老李]}\n- {name: 李骅, id: b, names: [老李]}\n"
    )
    assert problems == [
        "people.yaml:2 [error] authority: 「老李」既是 a（第 1 行）又是 b 的名字；两边都不采用 → 两人共用的简称写在 short 下"
    ]
    assert [p.names for p in authority.people] == [(), ()]
    assert authority.known().find("老李") is None


def test_people_of_one_name_are_not_found_by_it() -> None:
    people = (Person(id=PersonId("a"), name="李华"), Person(id=PersonId("b"), name="李华", names=("Hua Li",)))
    known = Authority(people=people).known()
    assert known.find("李华") is None
    assert known.find("Hua Li") == "b"


def test_a_short_form_may_be_shared_but_never_the_name_of_another(tmp_path: Path) -> None:
    authority, problems = written(
        tmp_path,
        people="- {name: Greg Brockman, short: [Greg]}\n- {name: Greg Smith, short: [Greg, Brockmann]}\n- {name: Brockmann}\n",
    )
    assert [(s.form, s.person) for s in authority.short] == [("Greg", "greg-brockman"), ("Greg", "greg-smith")]
    assert problems == [
        "people.yaml:2 [warning] authority: 简称「Brockmann」是 brockmann 的名字，未采用 → 从 names 移到 short，两人便可共用"
    ]


def test_a_broken_entry_costs_only_itself(tmp_path: Path) -> None:
    authority, problems = written(
        tmp_path, people='- name: 甲某\n- name: "乙某\n  description: x: y\n- name: 丙某\n  nmaes: [丁某]\n'
    )
    assert [p.name for p in authority.people] == ["甲某", "丙某"]
    assert [p.split(" [")[0] for p in problems] in (
        ["people.yaml:2", "people.yaml:5"],
        ["people.yaml:3", "people.yaml:5"],
        ["people.yaml:4", "people.yaml:5"],
    )


def test_terms_in_groups_and_as_a_list(tmp_path: Path) -> None:
    authority, problems = written(
        tmp_path,
        themes="- {id: a, name: 甲, terms: {3: [一], 1.5: 二}, near: 一二}\n- {id: b, name: 乙, terms: [三, 三]}\n",
    )
    assert not problems
    assert authority.themes[0].terms == (Term(text="一", weight=3), Term(text="二", weight=1.5))
    assert authority.themes[0].near == ("一二",)
    assert authority.themes[1].terms == (Term(text="三", weight=1),)
