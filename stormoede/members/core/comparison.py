"""A list compared with what is known: who is who, what changes, what is asked, and what a complete list no longer has."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from stormoede.lib.danish import name_key
from stormoede.members.core.gathering import Gathering, Listed, ListedSeat, named_like
from stormoede.members.core.plan import (
    Candidate,
    Known,
    KnownPerson,
    KnownSeat,
    PersonPlan,
    PersonQuestion,
    Plan,
    SeatPlan,
)
from stormoede.members.core.rows import Entry, Reason, RefusedRow
from stormoede.members.core.terms import Term, place

ALL = "all"


def compare(
    entries: Iterable[Entry | RefusedRow],
    known: Known,
    *,
    answers: Mapping[str, str],
    complete: Sequence[str],
    on: date,
) -> Plan:
    """The plan. ``complete`` holds the codes of organisations whose list is whole, or "all" for every one in the list."""
    gathering = Gathering(known, answers).take(entries)
    plan = Plan(rows=gathering.rows, shared=len(gathering.shared))
    comparison = _Comparison(gathering, plan, answers, on)
    comparison.run()
    plan.questions = [*gathering.questions.values(), *plan.questions]
    plan.answered = [*gathering.answered.values(), *plan.answered]
    plan.waiting += gathering.waiting
    comparison.end_missing(complete)
    plan.refused = sorted(gathering.refused, key=lambda refused: refused.row)
    return plan


class _Comparison:
    """One comparison at work."""

    def __init__(self, gathering: Gathering, plan: Plan, answers: Mapping[str, str], on: date) -> None:
        self.gathering, self.plan, self.answers, self.on = gathering, plan, answers, on
        self.known = gathering.known
        self.taken: set[UUID] = set()
        self.confirmed: set[int] = set()
        self.unsure: set[str] = set()
        self.given: set[tuple[int, date]] = set()

    def run(self) -> None:
        """Numbers first, then addresses, then names; only then is anything compared, since a name may join two rows."""
        listed = self.gathering.listed
        self._match(self._by_number(listed))
        self._match(self._by_address([person for person in listed if person.old is None]))
        done = self._by_name([person for person in listed if person.old is None])
        for person in listed:
            if id(person) not in done:
                self._differ(person, person.old)

    def _match(self, found: Iterable[tuple[Listed, KnownPerson]]) -> None:
        for person, old in found:
            if old.id not in self.taken:
                self.taken.add(old.id)
                person.old = old

    def _by_number(self, listed: list[Listed]) -> Iterator[tuple[Listed, KnownPerson]]:
        numbers = {old.number: old for old in self.known.people if old.number}
        return ((person, numbers[person.number]) for person in listed if person.number in numbers)

    def _by_address(self, listed: list[Listed]) -> list[tuple[Listed, KnownPerson]]:
        """One person of the organisation has the address; where several share it, the name must be the same as well."""
        wanted = {(person.place.pk, person.email) for person in listed if person.email}
        known: dict[tuple[int | None, str], list[KnownPerson]] = {}
        for old in self.known.people:
            if (old.place, old.email) in wanted and old.id not in self.taken:
                known.setdefault((old.place, old.email), []).append(old)
        found = []
        for person in listed:
            key = (person.place.pk, person.email)
            same = [old for old in known.get(key, ()) if not (old.number and person.number)]
            if len(known.get(key, ())) > 1 or key in self.gathering.shared:
                same = [old for old in same if name_key(old.name) == name_key(person.name)]
            if len(same) == 1:
                found.append((person, same[0]))
        return found

    def _by_name(self, listed: list[Listed]) -> set[int]:
        """Those left are new, unless somebody has their name; then it is asked. Returns who is joined to another or waits."""
        elsewhere = {id(person): others for person, others in named_like(listed, self.gathering.listed)}
        names = self._names({person.place.pk for person in listed})
        done: set[int] = set()
        for person in listed:
            namesakes = [
                old
                for old in names.get((person.place.pk, name_key(person.name)), ())
                if old.id not in self.taken and not (old.number and person.number)
            ]
            others = elsewhere.get(id(person), [])
            if (namesakes or others) and not self._decide(person, namesakes, others):
                done.add(id(person))
        return done

    def _names(self, places: set[int]) -> dict[tuple[int | None, str], list[KnownPerson]]:
        names: dict[tuple[int | None, str], list[KnownPerson]] = {}
        for old in self.known.people:
            if old.place in places and old.id not in self.taken:
                names.setdefault((old.place, name_key(old.name)), []).append(old)
        return names

    def _decide(self, person: Listed, namesakes: list[KnownPerson], others: list[Listed]) -> bool:
        """Whether the person is still to be compared: not when the row was joined to another, or waits for an answer."""
        same_as_known = [old for old in namesakes if self._says_nothing_new(person, old)]
        same_as_listed = [
            other for other in others if other.old is not None and self._says_nothing_new(person, other.old)
        ]
        question = _question(person, namesakes, others)
        answer = self.answers.get(question.id, "")
        chosen = [old for old in namesakes if str(old.id) == answer]
        joined = [other for other in others if f"row:{other.row}" == answer]
        if len(same_as_known) + len(same_as_listed) == 1 and not answer:
            chosen, joined = same_as_known, same_as_listed
            if len(namesakes) + len(others) > 1:
                # It says nothing new of one of them, and may be about another, whose seat it would be wrong to end.
                self.unsure.add(person.place.code)
        elif answer == "new" or chosen or joined:
            self.plan.answered.append(question)
        else:
            self.plan.questions.append(question)
            self.plan.waiting += len(person.seats)
            self.gathering.waiting_codes.add(person.place.code)
            return False
        if joined:
            self.gathering.join(person, joined[0])
            return False
        self._match((person, old) for old in chosen)
        return True

    def _says_nothing_new(self, person: Listed, old: KnownPerson) -> bool:
        """Would nothing at all be written if the namesake were meant? Then nothing need be asked."""
        seats = self._seats(person, old)
        same = not person.email and not person.number and person.name == old.name
        return same and seats is not None and not seats[0]

    def _differ(self, person: Listed, old: KnownPerson | None) -> None:
        found = self._seats(person, old)
        if found is None:
            found = self._refuse_ended(person, old)
        seats, confirmed = found
        self.confirmed |= confirmed
        self.given |= {(seat.body, seat.first) for seat in seats if seat.pk is None}
        plan = PersonPlan(
            row=person.row,
            old=old,
            number=(old.number if old else "") or person.number,
            name=person.name,
            email=person.email or (old.email if old else ""),
            language=person.language or (old.language if old else ""),
            place=person.place.pk,
            seats=tuple(seats),
        )
        if not plan.email:
            self.plan.unreachable += 1
        if seats or plan.fields or (old is None and person.seats):
            self.plan.people.append(plan)
        elif old is not None:
            self.plan.unchanged += 1

    def _refuse_ended(self, person: Listed, old: KnownPerson | None) -> tuple[list[SeatPlan], set[int]]:
        """Refuse the rows that end a seat nobody knows, and go on with the rest."""
        ended = [seat for seat in person.seats if seat.first is None and seat.last is not None and seat.last < self.on]
        for seat in ended:
            refused = RefusedRow(seat.row, Reason.FIRST_DAY_MISSING, "", person.name, person.place.code)
            self.gathering.refused.append(refused)
        person.seats = [seat for seat in person.seats if seat not in ended]
        return self._seats(person, old) or ([], set())

    def _seats(self, person: Listed, old: KnownPerson | None) -> tuple[list[SeatPlan], set[int]] | None:
        """(seats given or changed, seats confirmed), or None when a row ends a seat that nobody knows."""
        known = self.known.seats.get(old.id, ()) if old else ()
        plans: list[SeatPlan] = []
        confirmed: set[int] = set()
        terms: dict[tuple[int, str], list[Term]] = {}
        for own in known:
            terms.setdefault((own.body, own.role), []).append(Term(own.pk, own.first, own.last))
        for seat in _exact_first(person.seats, known):
            own_terms = terms.setdefault((seat.body, seat.role), [])
            placed = place(seat.first, seat.last, own_terms, self.on)
            if placed is None:
                return None
            before, after = placed
            if before is not None and before.pk is not None:
                confirmed.add(before.pk)
            if before != after:
                own_terms[:] = [term for term in own_terms if term is not before] + [after]
                plans.append(SeatPlan(after.pk, seat.body, seat.role, after.first, after.last))
        return plans, confirmed

    def end_missing(self, complete: Sequence[str]) -> None:
        """End the seats of today that a complete list does not have, in the sorts of bodies the list speaks of.

        They end yesterday; where the list tells of a new term, on the day before that begins.
        An organisation keeps its seats when a row of it was refused, waits, or was taken to be one of several namesakes: it
        may be about one of them.
        """
        kinds = self.gathering.kinds
        codes = set(kinds) if ALL in complete else set(complete) & set(kinds)
        self.plan.absent = sorted(set(complete) - {ALL} - set(kinds))
        uncertain = self._uncertain()
        unplaced = bool(uncertain - self.known.places.keys())
        self.plan.kept = sorted(code for code in codes if unplaced or code in uncertain)
        ending = {self.known.places[code].pk: kinds[code] for code in codes if code not in self.plan.kept}
        bodies = {self.known.bodies.get((kind, place)) for place, spoken in ending.items() for kind in spoken}
        terms = self._terms()
        for person in self.known.people if bodies else ():
            for seat in self.known.seats.get(person.id, ()):
                if seat.body in bodies and seat.pk not in self.confirmed:
                    self._end(person, seat, terms.get(seat.body))

    def _terms(self) -> dict[int, date]:
        """The bodies of which the list tells a new term, with its first day: every seat says when it begins, and that is
        yet to come, or the same day for all with somebody new among them."""
        begins: dict[int, set[date | None]] = {}
        for person in self.gathering.listed:
            for seat in person.seats:
                begins.setdefault(seat.body, set()).add(seat.first)
        terms: dict[int, date] = {}
        for body, said in begins.items():
            days = [day for day in said if day is not None]
            first = min(days, default=self.on)
            alike = len(days) == 1 and (body, first) in self.given
            if len(days) == len(said) and (first > self.on or alike):
                terms[body] = first
        return terms

    def _uncertain(self) -> set[str]:
        settled = {Reason.REPEATED, Reason.NO_MUNICIPALITY}
        return (
            self.gathering.waiting_codes
            | self.unsure
            | {row.code for row in self.gathering.refused if row.reason not in settled}
        )

    def _end(self, person: KnownPerson, seat: KnownSeat, term: date | None) -> None:
        if seat.stands_in or seat.first > self.on or (seat.last is not None and seat.last < self.on):
            return
        new_term = term is not None and seat.first < term
        last = max((term if term and new_term else self.on) - timedelta(days=1), seat.first)
        if seat.last != last and not (new_term and seat.last and seat.last < last):
            self.plan.gone.append((person, SeatPlan(seat.pk, seat.body, seat.role, seat.first, last, gone=True)))


def _question(person: Listed, namesakes: list[KnownPerson], others: list[Listed]) -> PersonQuestion:
    known = [Candidate(str(old.id), old.name, old.email, old.number) for old in namesakes]
    listed = [Candidate(f"row:{other.row}", other.name, other.email, other.number) for other in others]
    return PersonQuestion(person.row, person.name, person.email, person.place.code, (*known, *listed))


def _exact_first(seats: list[ListedSeat], known: Sequence[KnownSeat]) -> list[ListedSeat]:
    """Rows that say a seat's own first day come first, then the others from the earliest day on."""
    exact = {(seat.body, seat.role, seat.first) for seat in known}
    return sorted(seats, key=lambda seat: ((seat.body, seat.role, seat.first) not in exact, seat.first or date.max))
