"""The company-wide index: the best of everybody for a question, in place of one network's."""

from matcher.index.company.build import COMPANY, Before, build_company, open_company
from matcher.index.company.search import CompanySearch, Depth
from matcher.index.company.tuning import CompanyFacts
from matcher.index_kind import IndexKind

__all__ = [
    "COMPANY",
    "Before",
    "CompanyFacts",
    "CompanySearch",
    "Depth",
    "IndexKind",
    "build_company",
    "open_company",
]
