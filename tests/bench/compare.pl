#!/usr/bin/perl
# compare.pl FOLDER [ROUNDS]: counts the dates of FOLDER/rows.csv again with Business::Hours, the calculator of Request Tracker, on
# the same holidays and hours; prints both speeds, and where the two part, with how often and why. What it cannot explain is
# `not ok`, and ends it with status 1.
use strict;
use warnings;
use Business::Hours;
use FindBin;
use JSON::PP;
use List::Util qw(min max sum);
use POSIX qw(strftime tzset);
use Time::HiRes qw(clock_gettime CLOCK_PROCESS_CPUTIME_ID);

use constant { HOUR => 3600, OFFICE_DAY => 8 * 3600, GIVEN_UP => -1, BEYOND => -1 };

my ($folder, $rounds) = @ARGV;
$rounds ||= 5;
my $good = 1;

sub in_zone
{
	$ENV{TZ} = shift;
	tzset();
}

sub slurp
{
	my ($path) = @_;
	open my $file, '<', $path or die "$path: $!\n";
	local $/;
	return scalar <$file>;
}

my $published = decode_json(slurp("$FindBin::Bin/../../deploy/calendars/bank-holidays.json"));
my @holidays = map { $_->{date} } @{ $published->{'england-and-wales'}{events} };
my %holiday = map { $_ => 1 } @holidays;

sub office
{
	my $office = Business::Hours->new;
	$office->business_hours((map { ($_ => { Name => "day $_", Start => '09:00', End => '17:00' }) } 1 .. 5), holidays => [@holidays]);
	return $office;
}

my $calculator = office();

# As Request Tracker asks it: so many business seconds on.
sub business_due
{
	my ($row) = @_;
	return $calculator->add_seconds($row->{from}, $row->{unit} eq 'days' ? $row->{count} * OFFICE_DAY : $row->{count} * HOUR);
}

# Local dates, by the C library.
sub date { return strftime('%Y-%m-%d', localtime shift) }
sub at { return strftime('%a %d %b %Y %H:%M:%S', localtime shift) }

sub midnight_after
{
	my ($time) = @_;
	my @local = localtime $time;
	return POSIX::mktime(0, 0, 0, $local[3] + 1, $local[4], $local[5], 0, 0, -1);
}

# What a user of the module can do about days: begin at the midnight after day 0, stop at the last office second of the last day.
sub mended_last_day
{
	my ($row) = @_;
	my $last = $calculator->add_seconds(midnight_after($row->{from}), $row->{count} * OFFICE_DAY - 1);
	return $last == GIVEN_UP ? '' : date($last);
}

# When in the office's day the clock was started.
sub circumstance
{
	my ($time) = @_;
	my @local = localtime $time;
	return 'on a closed day' if $local[6] == 0 || $local[6] == 6 || $holiday{ date($time) };
	return 'before 09:00' if $local[2] < 9;
	return 'from 17:00 on' if $local[2] >= 17;
	return 'in office hours';
}

sub check
{
	my ($right, $what) = @_;
	print $right ? 'ok' : 'not ok', " $what\n";
	$good &&= $right;
}

sub plural
{
	my ($count, $one, $many) = @_;
	return "$count " . ($count == 1 ? $one : $many);
}

# The commas of 1,234,567.
sub commas
{
	my $text = sprintf '%.0f', shift;
	1 while $text =~ s/^(\d+)(\d{3})/$1,$2/;
	return $text;
}

my %speed;
for (split /\n/, slurp("$folder/speeds.csv")) {
	my ($name, $median, $least, $most) = split /,/;
	$speed{$name} = { median => $median, least => $least, most => $most };
}
my @rows = map {
	my %row;
	@row{qw(limit unit count from due last_day)} = split /,/, $_, -1;
	\%row
} split /\n/, slurp("$folder/rows.csv");
my @limits = do { my %seen; grep { !$seen{$_}++ } map { $_->{limit} } @rows };
my %of = map { my $limit = $_; ($limit => [grep { $_->{limit} eq $limit } @rows]) } @limits;

# The rows of a limit are dealt to the rounds.
sub count_again
{
	my ($limit) = @_;
	my @speeds;
	for my $round (0 .. $rounds - 1) {
		my @part = grep { $_ % $rounds == $round } 0 .. $#{ $of{$limit} };
		my $began = clock_gettime(CLOCK_PROCESS_CPUTIME_ID);
		$of{$limit}[$_]{theirs} = business_due($of{$limit}[$_]) for @part;
		push @speeds, @part / (clock_gettime(CLOCK_PROCESS_CPUTIME_ID) - $began);
	}
	@speeds = sort { $a <=> $b } @speeds;
	return ($speeds[int($#speeds / 2)] + $speeds[int(@speeds / 2)]) / 2;
}

sub tell_speeds
{
	printf "%-18s %16s %16s %12s\n", 'on one core', 'Redress', 'Business::Hours', 'ratio';
	for my $limit (@limits) {
		my $theirs = count_again($limit);
		printf "%-18s %14s/s %14s/s %12s\n", $limit, commas($speed{$limit}{median}), commas($theirs), commas($speed{$limit}{median} / $theirs);
	}
	for my $name ('facts read', 'facts judged', 'judgements said') {
		printf "%-18s %14s/s\n", $name, commas($speed{$name}{median});
	}
}

sub tell_days
{
	my ($limit) = @_;
	my @counted = grep { $_->{due} != BEYOND } @{ $of{$limit} };
	my @beyond = grep { $_->{due} == BEYOND } @{ $of{$limit} };
	my (%table, @given_up, @disagree, $not_mended);

	for my $row (@counted) {
		my $mended = mended_last_day($row);
		$not_mended++ if $mended eq '';
		push @disagree, $row if $mended ne '' && $mended ne $row->{last_day};
		if ($row->{theirs} == GIVEN_UP) {
			push @given_up, $row;
			next;
		}
		my $day = date($row->{theirs});
		my $outcome = $row->{theirs} == $row->{due} ? 'same' : $day eq $row->{last_day} ? 'on' : $day lt $row->{last_day} ? 'before' : 'after';
		push @{ $table{ circumstance($row->{from}) }{$outcome} }, abs($row->{due} - $row->{theirs}) / HOUR;
	}
	printf "\n%s: %s\n", $limit, plural(scalar @{ $of{$limit} }, 'date', 'dates');
	for my $circumstance (sort keys %table) {
		for my $outcome (sort keys %{ $table{$circumstance} }) {
			my @hours = @{ $table{$circumstance}{$outcome} };
			my %says = (
				same => 'the same instant',
				before => sprintf('a day too early, by %.0f to %.0f hours', min(@hours), max(@hours)),
				on => sprintf('on the last day, but at a time of day: %.0f to %.0f hours too early', min(@hours), max(@hours)),
				after => sprintf('after the last day: %.0f to %.0f hours too late', min(@hours), max(@hours)),
			);
			printf "  %5d  started %-16s %s\n", scalar @hours, $circumstance, $says{$outcome};
		}
	}
	printf "  %5d  no answer (-1): it stops looking after thirty days\n", scalar @given_up if @given_up;
	my @guessed = grep { $_->{theirs} != GIVEN_UP } @beyond;
	printf "  %5d  beyond the last bank holiday known: Redress says so, Business::Hours answers %d of them without those holidays\n",
		scalar @beyond, scalar @guessed if @beyond;
	check(!@disagree, sprintf('%s: started at the next midnight and stopped a second earlier, it finds the last day of all %d that it answers',
		$limit, @counted - ($not_mended || 0)));
	print "#   from ", at($_->{from}), ": $_->{last_day}, not ", mended_last_day($_), "\n" for @disagree;
	my @odd = map { my $c = $_; map { "$c/$_" } grep { $_ eq 'same' || $_ eq 'before' } keys %{ $table{$c} } } keys %table;
	check(!@odd, "$limit: each difference is one of those above") or print "#   @odd\n";
}

sub tell_hours
{
	my ($limit) = @_;
	my @counted = grep { $_->{due} != BEYOND } @{ $of{$limit} };
	my @other = grep { $_->{theirs} != $_->{due} } @counted;
	# A time that ends with the office's day: the module names the first second of the next.
	my @closing = grep { strftime('%H:%M:%S', localtime $_->{due}) eq '17:00:00' && $_->{theirs} > $_->{due} } @other;
	my @late = map { ($_->{theirs} - $_->{due}) / HOUR } @closing;

	printf "\n%s: %s\n", $limit, plural(scalar @{ $of{$limit} }, 'date', 'dates');
	printf "  %5d  the same instant\n", @counted - @other;
	printf "  %5d  due at closing time, and put to the next opening: %.0f to %.0f hours too late\n", scalar @closing, min(@late), max(@late) if @closing;
	check(@closing == @other, "$limit: each difference is one of those above");
	print "#   from ", at($_->{from}), ': due ', at($_->{due}), ', not ', at($_->{theirs}), "\n" for grep { my $row = $_; !grep { $_ == $row } @closing } @other;
}

# `between`: how much of the time was the office's. The hours rows say what it must be.
sub tell_between
{
	my @counted = grep { $_->{due} != BEYOND } map { @{ $of{$_} } } grep { $of{$_}[0]{unit} eq 'hours' } @limits;
	my ($used, $second_more, $right, $refused) = (office(), 0, 0, 0);

	for my $row (@counted) {
		my $worked = office()->between($row->{from}, $row->{due});
		my $excess = $worked - $row->{count} * HOUR;
		$right += $excess == 0;
		$second_more += $excess == 1;
		$refused += $used->between($row->{from}, $row->{due}) == GIVEN_UP;
	}
	printf "\nbetween(start, end) of %s: %d right, %d a second too long (it counts the last second too)\n", plural(scalar @counted, 'pair', 'pairs'),
		$right, $second_more;
	printf "  asked of one object, %d are -1: it answers for the first span it was asked, and for no other\n", $refused;
	check($right + $second_more == @counted, 'between: each difference is one of those above');
}

# The zone is the process's, not an argument.
sub tell_zone
{
	my ($limit) = grep { $of{$_}[0]{unit} eq 'hours' } @limits;
	my @counted = grep { $_->{due} != BEYOND } @{ $of{$limit} };
	my @crossing = grep { (localtime $_->{from})[8] != (localtime $_->{due})[8] } grep { $_->{due} != BEYOND } @rows;

	printf "\n%d rows cross a change of the clock\n", scalar @crossing;
	in_zone('UTC');
	my $moved = grep { business_due($_) != $_->{due} && $_->{theirs} == $_->{due} } @counted;
	in_zone('Europe/London');
	printf "With TZ=UTC in its environment, %d of the %d dates of %s that were right are wrong: the zone is the process's\n", $moved,
		scalar(grep { $_->{theirs} == $_->{due} } @counted), $limit;
}

in_zone('Europe/London');
tell_speeds();
print "\nBusiness::Hours $Business::Hours::VERSION has no working days, only business seconds: a working day is 8 hours of them here. Where it parts from\n",
	"Redress, whose dates are those the policies ask for (day 0 is the day of the start; late from the midnight after the last day):\n";
$of{$_}[0]{unit} eq 'days' ? tell_days($_) : tell_hours($_) for @limits;
tell_between();
tell_zone();
exit !$good;
