import pytest

from matcher.policy import GRANTS, Permission, Role, Sight, permissions_of, sight_of


def test_roles_add_up_and_scopes_only_take_away() -> None:
    both = permissions_of([Role.EMPLOYEE, Role.RECRUITER])
    assert both == GRANTS[Role.EMPLOYEE] | GRANTS[Role.RECRUITER]
    narrow = permissions_of([Role.RECRUITER], {Permission.REACH_READ, Permission.NETWORK_READ})
    assert narrow == {Permission.REACH_READ}
    assert permissions_of([Role.RECRUITER], frozenset()) == frozenset()
    assert permissions_of([]) == frozenset()


def test_every_permission_is_somebodys() -> None:
    assert frozenset().union(*GRANTS.values()) == set(Permission)


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.OFFICER, Role.ADMIN])
def test_no_role_but_the_employees_opens_a_network(role: Role) -> None:
    private = ("network:", "suggestions:", "feedback:", "introductions:", "shares:")
    assert not [permission for permission in GRANTS[role] if permission.startswith(private)]


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("consented", [False, True])
def test_an_employee_sees_their_own_and_nobody_elses(shared: bool, consented: bool) -> None:
    told = {"shared": shared, "consented": consented}
    assert sight_of([Role.EMPLOYEE], owns=True, **told) is Sight.DETAILS
    assert sight_of([Role.EMPLOYEE], owns=False, **told) is Sight.NOTHING


@pytest.mark.parametrize(
    ("shared", "consented", "sight"),
    [
        (False, False, Sight.LINE),
        (False, True, Sight.LINE),
        (True, False, Sight.NAME),
        (True, True, Sight.DETAILS),
    ],
)
@pytest.mark.parametrize("owns", [False, True])
def test_a_recruiter_sees_a_name_once_it_is_shared_and_details_once_the_contact_agreed(
    owns: bool, shared: bool, consented: bool, sight: Sight
) -> None:
    assert sight_of([Role.RECRUITER], owns=owns, shared=shared, consented=consented) is sight


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMIN])
def test_officers_and_admins_see_nobody_by_their_role(role: Role) -> None:
    assert sight_of([role], owns=True, shared=True, consented=True) is Sight.NOTHING
