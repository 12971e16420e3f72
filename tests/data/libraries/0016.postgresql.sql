SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = on;
CREATE FUNCTION public.audit_refuses() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;
CREATE FUNCTION public.sameside_agents(a_way text) RETURNS SETOF integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$SELECT id FROM agent WHERE CASE a_way WHEN 'own' THEN person_id = sameside_person() ELSE team_id IN (SELECT sameside_teams()) END$$;
CREATE FUNCTION public.sameside_began(a_note text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$SELECT EXISTS (SELECT 1 FROM note WHERE id = a_note AND author_id = sameside_person())$$;
CREATE FUNCTION public.sameside_hidden() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$SELECT id FROM call WHERE practice_of <> sameside_person() AND id NOT IN (SELECT call_id FROM call_share WHERE person_id = sameside_person())$$;
CREATE FUNCTION public.sameside_is(a_role text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$SELECT EXISTS (SELECT 1 FROM person_role JOIN person ON person.id = person_id WHERE person.left IS NULL AND person_id = sameside_person() AND (a_role IS NULL OR role = a_role))$$;
CREATE FUNCTION public.sameside_person() RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$SELECT nullif(current_setting('sameside.person', true), '')::integer$$;
COMMENT ON FUNCTION public.sameside_person() IS '716f81879a3d5a7c';
CREATE FUNCTION public.sameside_teams() RETURNS SETOF integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$SELECT team_id FROM person_team WHERE person_id = sameside_person()$$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.agent (
    id integer NOT NULL,
    name text NOT NULL,
    team_id integer,
    person_id integer
);
ALTER TABLE ONLY public.agent FORCE ROW LEVEL SECURITY;
CREATE SEQUENCE public.agent_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.agent_id_seq OWNED BY public.agent.id;
CREATE TABLE public.agreed_answer (
    calibration_id integer NOT NULL,
    call_id character varying(128) NOT NULL,
    question_id text NOT NULL,
    answer text NOT NULL,
    words text NOT NULL,
    agreed timestamp without time zone NOT NULL,
    agreed_by text NOT NULL
);
ALTER TABLE ONLY public.agreed_answer FORCE ROW LEVEL SECURITY;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.answer (
    call_id character varying(128) NOT NULL,
    kind text NOT NULL,
    technique text NOT NULL,
    stratum integer NOT NULL,
    told integer NOT NULL,
    calmer integer NOT NULL
);
ALTER TABLE ONLY public.answer FORCE ROW LEVEL SECURITY;
CREATE TABLE public.appeal (
    id integer NOT NULL,
    evaluation_id integer NOT NULL,
    question_id text NOT NULL,
    filed timestamp without time zone NOT NULL,
    filed_by text NOT NULL,
    reason text NOT NULL,
    start double precision,
    "end" double precision,
    decided timestamp without time zone,
    decided_by text,
    upheld boolean,
    words text
);
ALTER TABLE ONLY public.appeal FORCE ROW LEVEL SECURITY;
CREATE SEQUENCE public.appeal_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.appeal_id_seq OWNED BY public.appeal.id;
CREATE TABLE public.assignment (
    call_id character varying(128) NOT NULL,
    person_id integer NOT NULL,
    by_id integer,
    at timestamp without time zone NOT NULL,
    due timestamp without time zone
);
ALTER TABLE ONLY public.assignment FORCE ROW LEVEL SECURITY;
CREATE TABLE public.audit_event (
    n bigint NOT NULL,
    at timestamp without time zone NOT NULL,
    kind text NOT NULL,
    person_id integer,
    who text NOT NULL,
    act text NOT NULL,
    call_id character varying(128),
    source text NOT NULL,
    "right" text NOT NULL,
    detail text NOT NULL,
    before character varying(64) NOT NULL,
    hash character varying(64) NOT NULL
);
ALTER TABLE ONLY public.audit_event FORCE ROW LEVEL SECURITY;
CREATE TABLE public.audit_head (
    id integer NOT NULL,
    n bigint NOT NULL,
    hash character varying(64) NOT NULL
);
ALTER TABLE ONLY public.audit_head FORCE ROW LEVEL SECURITY;
CREATE TABLE public.calibration (
    id integer NOT NULL,
    form_id integer NOT NULL,
    version integer NOT NULL,
    begun timestamp without time zone NOT NULL,
    leader text NOT NULL,
    leader_id integer,
    due timestamp without time zone,
    reference text,
    reference_id integer,
    opened timestamp without time zone
);
ALTER TABLE ONLY public.calibration FORCE ROW LEVEL SECURITY;
CREATE SEQUENCE public.calibration_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.calibration_id_seq OWNED BY public.calibration.id;
CREATE TABLE public.calibration_seat (
    calibration_id integer NOT NULL,
    number integer NOT NULL,
    reviewer text NOT NULL,
    person_id integer,
    finished timestamp without time zone
);
ALTER TABLE ONLY public.calibration_seat FORCE ROW LEVEL SECURITY;
CREATE TABLE public.call (
    id character varying(128) NOT NULL,
    name text NOT NULL,
    folded text NOT NULL,
    date timestamp without time zone NOT NULL,
    kept timestamp without time zone NOT NULL,
    duration double precision NOT NULL,
    layout text NOT NULL,
    depends text NOT NULL,
    agent_id integer,
    outcome text,
    pushed integer NOT NULL,
    partnered integer NOT NULL,
    escalated integer NOT NULL,
    settled integer NOT NULL,
    missed integer NOT NULL,
    reviewed timestamp without time zone,
    reviewed_by text,
    queue text,
    direction text,
    disposition text,
    reference text,
    delete_due timestamp without time zone,
    brought_by integer,
    practice_of integer,
    practice_until timestamp without time zone,
    destroyed timestamp without time zone
);
ALTER TABLE ONLY public.call FORCE ROW LEVEL SECURITY;
CREATE TABLE public.call_draw (
    id integer NOT NULL,
    drawn timestamp without time zone NOT NULL,
    drawn_by text NOT NULL,
    seed integer NOT NULL,
    filters text NOT NULL,
    of integer NOT NULL
);
ALTER TABLE ONLY public.call_draw FORCE ROW LEVEL SECURITY;
CREATE TABLE public.call_draw_call (
    draw_id integer NOT NULL,
    call_id character varying(128) NOT NULL,
    stratum text NOT NULL
);
ALTER TABLE ONLY public.call_draw_call FORCE ROW LEVEL SECURITY;
CREATE SEQUENCE public.call_draw_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.call_draw_id_seq OWNED BY public.call_draw.id;
CREATE TABLE public.call_share (
    call_id character varying(128) NOT NULL,
    person_id integer NOT NULL,
    by_id integer,
    at timestamp without time zone NOT NULL
);
ALTER TABLE ONLY public.call_share FORCE ROW LEVEL SECURITY;
CREATE TABLE public.clip (
    id character varying(64) NOT NULL,
    call_id character varying(128) NOT NULL,
    playlist_id character varying(64),
    place integer NOT NULL,
    start double precision NOT NULL,
    "end" double precision NOT NULL,
    title text NOT NULL,
    why text NOT NULL,
    technique text,
    keeper text NOT NULL,
    keeper_id integer,
    kept timestamp without time zone NOT NULL,
    deleted timestamp without time zone
);
ALTER TABLE ONLY public.clip FORCE ROW LEVEL SECURITY;
CREATE TABLE public.coaching_item (
    session_id integer NOT NULL,
    number integer NOT NULL
);
ALTER TABLE ONLY public.coaching_item FORCE ROW LEVEL SECURITY;
CREATE TABLE public.coaching_moment (
    session_id integer NOT NULL,
    number integer NOT NULL,
    call_id character varying(128) NOT NULL,
    start double precision NOT NULL,
    "end" double precision NOT NULL,
    title text NOT NULL,
    technique text,
    words text NOT NULL
);
ALTER TABLE ONLY public.coaching_moment FORCE ROW LEVEL SECURITY;
CREATE TABLE public.coaching_session (
    id integer NOT NULL,
    agent_id integer,
    coach text NOT NULL,
    coach_id integer,
    created timestamp without time zone NOT NULL,
    held timestamp without time zone,
    acknowledged timestamp without time zone,
    technique text,
    direction text,
    look_again timestamp without time zone,
    words text NOT NULL,
    agent_words text
);
ALTER TABLE ONLY public.coaching_session FORCE ROW LEVEL SECURITY;
CREATE SEQUENCE public.coaching_session_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.coaching_session_id_seq OWNED BY public.coaching_session.id;
CREATE TABLE public.correction (
    id character varying(64) NOT NULL,
    call_id character varying(128) NOT NULL,
    number integer NOT NULL,
    author text NOT NULL,
    made timestamp without time zone NOT NULL,
    change text NOT NULL,
    act integer NOT NULL,
    taken_back timestamp without time zone,
    taken_back_by text
);
ALTER TABLE ONLY public.correction FORCE ROW LEVEL SECURITY;
CREATE TABLE public.evaluation (
    id integer NOT NULL,
    call_id character varying(128) NOT NULL,
    form_id integer NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    reviewer text NOT NULL,
    reviewer_id integer,
    assigned timestamp without time zone NOT NULL,
    assigned_by text NOT NULL,
    due timestamp without time zone,
    started timestamp without time zone,
    finished timestamp without time zone,
    score double precision,
    failed_by text,
    acknowledged timestamp without time zone,
    acknowledged_words text,
    calibration_id integer
);
ALTER TABLE ONLY public.evaluation FORCE ROW LEVEL SECURITY;
CREATE TABLE public.evaluation_answer (
    evaluation_id integer NOT NULL,
    question_id text NOT NULL,
    answer text,
    comment text NOT NULL,
    drafted text,
    blind boolean NOT NULL,
    clarity text NOT NULL,
    answered timestamp without time zone NOT NULL,
    start double precision,
    "end" double precision
);
ALTER TABLE ONLY public.evaluation_answer FORCE ROW LEVEL SECURITY;
CREATE SEQUENCE public.evaluation_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.evaluation_id_seq OWNED BY public.evaluation.id;
CREATE TABLE public.form (
    id integer NOT NULL,
    name text NOT NULL,
    created timestamp without time zone NOT NULL,
    retired timestamp without time zone
);
ALTER TABLE ONLY public.form FORCE ROW LEVEL SECURITY;
CREATE SEQUENCE public.form_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.form_id_seq OWNED BY public.form.id;
CREATE TABLE public.form_version (
    form_id integer NOT NULL,
    version integer NOT NULL,
    toml text NOT NULL,
    edited timestamp without time zone NOT NULL,
    edited_by text NOT NULL,
    published timestamp without time zone
);
ALTER TABLE ONLY public.form_version FORCE ROW LEVEL SECURITY;
CREATE TABLE public.hearing (
    call_id character varying(128) NOT NULL,
    depends text NOT NULL,
    recording_id character varying(64),
    heard timestamp without time zone NOT NULL,
    facts text NOT NULL,
    tracks bytea NOT NULL
);
ALTER TABLE ONLY public.hearing FORCE ROW LEVEL SECURITY;
CREATE TABLE public.job (
    id integer NOT NULL,
    recording_id character varying(64),
    call_id character varying(128),
    name text NOT NULL,
    options text NOT NULL,
    transcript_name text,
    transcript bytea,
    state text NOT NULL,
    stage text NOT NULL,
    progress double precision NOT NULL,
    why text,
    attempts integer NOT NULL,
    worker text,
    lease timestamp without time zone,
    added timestamp without time zone NOT NULL,
    ended timestamp without time zone,
    added_by integer,
    practice_until timestamp without time zone
);
ALTER TABLE ONLY public.job FORCE ROW LEVEL SECURITY;
CREATE TABLE public.job_file (
    job_id integer NOT NULL,
    name text NOT NULL,
    content bytea NOT NULL
);
ALTER TABLE ONLY public.job_file FORCE ROW LEVEL SECURITY;
CREATE SEQUENCE public.job_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.job_id_seq OWNED BY public.job.id;
CREATE TABLE public.leaving (
    path text NOT NULL,
    due timestamp without time zone NOT NULL
);
ALTER TABLE ONLY public.leaving FORCE ROW LEVEL SECURITY;
CREATE TABLE public.legal_hold (
    call_id character varying(128) NOT NULL,
    reason text NOT NULL,
    by text NOT NULL,
    since timestamp without time zone NOT NULL
);
ALTER TABLE ONLY public.legal_hold FORCE ROW LEVEL SECURITY;
CREATE TABLE public.mask (
    call_id character varying(128) NOT NULL,
    edition text NOT NULL,
    masks text NOT NULL
);
ALTER TABLE ONLY public.mask FORCE ROW LEVEL SECURITY;
CREATE TABLE public.mended_rule (
    id integer NOT NULL,
    appeal_id integer NOT NULL,
    technique text NOT NULL,
    sentence text NOT NULL,
    entries text NOT NULL,
    mended timestamp without time zone NOT NULL,
    mended_by text NOT NULL,
    taken_back timestamp without time zone,
    taken_back_by text
);
ALTER TABLE ONLY public.mended_rule FORCE ROW LEVEL SECURITY;
CREATE SEQUENCE public.mended_rule_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.mended_rule_id_seq OWNED BY public.mended_rule.id;
CREATE TABLE public.note (
    id character varying(64) NOT NULL,
    call_id character varying(128) NOT NULL,
    reply_to character varying(64),
    version integer NOT NULL,
    author text NOT NULL,
    created timestamp without time zone NOT NULL,
    edited timestamp without time zone,
    draft boolean NOT NULL,
    start double precision NOT NULL,
    "end" double precision NOT NULL,
    label text NOT NULL,
    text text NOT NULL,
    verdict text,
    kind text,
    technique text,
    deleted timestamp without time zone,
    imported_by text,
    author_id integer,
    audience text DEFAULT 'me'::text NOT NULL
);
ALTER TABLE ONLY public.note FORCE ROW LEVEL SECURITY;
CREATE TABLE public.note_version (
    note_id character varying(64) NOT NULL,
    version integer NOT NULL,
    written timestamp without time zone NOT NULL,
    start double precision NOT NULL,
    "end" double precision NOT NULL,
    label text NOT NULL,
    text text NOT NULL,
    verdict text,
    audience text DEFAULT 'me'::text NOT NULL
);
ALTER TABLE ONLY public.note_version FORCE ROW LEVEL SECURITY;
CREATE TABLE public.notice (
    id integer NOT NULL,
    person_id integer,
    name text NOT NULL,
    kind text NOT NULL,
    call_id character varying(128) NOT NULL,
    note_id character varying(64),
    evaluation_id integer,
    start double precision,
    teller text NOT NULL,
    told timestamp without time zone NOT NULL,
    read timestamp without time zone
);
ALTER TABLE ONLY public.notice FORCE ROW LEVEL SECURITY;
CREATE SEQUENCE public.notice_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.notice_id_seq OWNED BY public.notice.id;
CREATE TABLE public.person (
    id integer NOT NULL,
    email text,
    name text NOT NULL,
    created timestamp without time zone NOT NULL,
    "left" timestamp without time zone
);
ALTER TABLE ONLY public.person FORCE ROW LEVEL SECURITY;
CREATE SEQUENCE public.person_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.person_id_seq OWNED BY public.person.id;
CREATE TABLE public.person_role (
    person_id integer NOT NULL,
    role text NOT NULL
);
ALTER TABLE ONLY public.person_role FORCE ROW LEVEL SECURITY;
CREATE TABLE public.person_team (
    person_id integer NOT NULL,
    team_id integer NOT NULL
);
ALTER TABLE ONLY public.person_team FORCE ROW LEVEL SECURITY;
CREATE TABLE public.playlist (
    id character varying(64) NOT NULL,
    name text NOT NULL,
    owner text NOT NULL,
    owner_id integer,
    team_id integer,
    shared boolean NOT NULL,
    created timestamp without time zone NOT NULL,
    deleted timestamp without time zone
);
ALTER TABLE ONLY public.playlist FORCE ROW LEVEL SECURITY;
CREATE TABLE public.recording (
    id character varying(64) NOT NULL,
    suffix text NOT NULL,
    name text NOT NULL,
    size bigint NOT NULL,
    kept timestamp without time zone NOT NULL
);
ALTER TABLE ONLY public.recording FORCE ROW LEVEL SECURITY;
CREATE TABLE public.report (
    call_id character varying(128) NOT NULL,
    fingerprint text NOT NULL,
    made timestamp without time zone NOT NULL,
    report text NOT NULL
);
ALTER TABLE ONLY public.report FORCE ROW LEVEL SECURITY;
CREATE TABLE public.retention_notice (
    call_id character varying(128) NOT NULL,
    due timestamp without time zone NOT NULL,
    announced timestamp without time zone NOT NULL,
    watched double precision NOT NULL
);
ALTER TABLE ONLY public.retention_notice FORCE ROW LEVEL SECURITY;
CREATE TABLE public.retention_watch (
    id integer NOT NULL,
    seconds double precision NOT NULL,
    looked timestamp without time zone NOT NULL
);
ALTER TABLE ONLY public.retention_watch FORCE ROW LEVEL SECURITY;
CREATE TABLE public.saved_view (
    id character varying(64) NOT NULL,
    owner text NOT NULL,
    owner_id integer,
    name text NOT NULL,
    question text NOT NULL,
    shared boolean NOT NULL,
    created timestamp without time zone NOT NULL,
    deleted timestamp without time zone
);
ALTER TABLE ONLY public.saved_view FORCE ROW LEVEL SECURITY;
CREATE TABLE public.setting (
    name text NOT NULL,
    value text NOT NULL,
    version integer NOT NULL
);
ALTER TABLE ONLY public.setting FORCE ROW LEVEL SECURITY;
CREATE TABLE public.sign_in (
    id character varying(64) NOT NULL,
    person_id integer NOT NULL,
    subject text NOT NULL,
    began timestamp without time zone NOT NULL,
    expires timestamp without time zone NOT NULL,
    ended timestamp without time zone
);
ALTER TABLE ONLY public.sign_in FORCE ROW LEVEL SECURITY;
CREATE TABLE public.spoken (
    call_id character varying(128) NOT NULL,
    words text NOT NULL
);
ALTER TABLE ONLY public.spoken FORCE ROW LEVEL SECURITY;
CREATE TABLE public.tally (
    call_id character varying(128) NOT NULL,
    kind text NOT NULL,
    technique text NOT NULL,
    after text NOT NULL,
    confidence text NOT NULL,
    n integer NOT NULL
);
ALTER TABLE ONLY public.tally FORCE ROW LEVEL SECURITY;
CREATE TABLE public.team (
    id integer NOT NULL,
    name text NOT NULL
);
ALTER TABLE ONLY public.team FORCE ROW LEVEL SECURITY;
CREATE SEQUENCE public.team_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.team_id_seq OWNED BY public.team.id;
CREATE TABLE public.typed_name (
    name text NOT NULL,
    person_id integer NOT NULL,
    assigned timestamp without time zone NOT NULL,
    by_id integer
);
ALTER TABLE ONLY public.typed_name FORCE ROW LEVEL SECURITY;
ALTER TABLE ONLY public.agent ALTER COLUMN id SET DEFAULT nextval('public.agent_id_seq'::regclass);
ALTER TABLE ONLY public.appeal ALTER COLUMN id SET DEFAULT nextval('public.appeal_id_seq'::regclass);
ALTER TABLE ONLY public.calibration ALTER COLUMN id SET DEFAULT nextval('public.calibration_id_seq'::regclass);
ALTER TABLE ONLY public.call_draw ALTER COLUMN id SET DEFAULT nextval('public.call_draw_id_seq'::regclass);
ALTER TABLE ONLY public.coaching_session ALTER COLUMN id SET DEFAULT nextval('public.coaching_session_id_seq'::regclass);
ALTER TABLE ONLY public.evaluation ALTER COLUMN id SET DEFAULT nextval('public.evaluation_id_seq'::regclass);
ALTER TABLE ONLY public.form ALTER COLUMN id SET DEFAULT nextval('public.form_id_seq'::regclass);
ALTER TABLE ONLY public.job ALTER COLUMN id SET DEFAULT nextval('public.job_id_seq'::regclass);
ALTER TABLE ONLY public.mended_rule ALTER COLUMN id SET DEFAULT nextval('public.mended_rule_id_seq'::regclass);
ALTER TABLE ONLY public.notice ALTER COLUMN id SET DEFAULT nextval('public.notice_id_seq'::regclass);
ALTER TABLE ONLY public.person ALTER COLUMN id SET DEFAULT nextval('public.person_id_seq'::regclass);
ALTER TABLE ONLY public.team ALTER COLUMN id SET DEFAULT nextval('public.team_id_seq'::regclass);
INSERT INTO public.agent VALUES (2, 'Abe', 1, NULL);
INSERT INTO public.agent VALUES (3, 'Ron', 3, NULL);
INSERT INTO public.agent VALUES (1, 'Ama', 1, 1);
INSERT INTO public.alembic_version VALUES ('0016');
INSERT INTO public.appeal VALUES (1, 1, 'heard', '2026-11-29 16:31:56.836802', 'Typed agent', 'So it was.', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.appeal VALUES (2, 2, 'heard', '2026-11-29 16:31:56.878163', 'Typed agent', 'So it was.', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.appeal VALUES (3, 3, 'heard', '2026-11-29 16:31:56.92171', 'Typed agent', 'So it was.', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.appeal VALUES (4, 4, 'heard', '2026-11-29 16:31:56.956962', 'Typed agent', 'So it was.', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.appeal VALUES (5, 5, 'heard', '2026-11-29 16:31:56.999095', 'Typed agent', 'So it was.', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.audit_event VALUES (1, '2026-11-29 16:31:56.463044', 'system', NULL, '', 'kept', 'own', '', '', '{}', '', 'f588d5ec0d6508f07f71087ee7970fb73fd2b6c45da59403a71d1c222562f9f0');
INSERT INTO public.audit_event VALUES (2, '2026-11-29 16:31:56.477316', 'system', NULL, '', 'corrected', 'own', '', '', '{"what":"words"}', 'f588d5ec0d6508f07f71087ee7970fb73fd2b6c45da59403a71d1c222562f9f0', 'c0faa0b8a66bf097bd5de1be2ac1fffd5a1950c26f497a8da53d68cf0765bd2b');
INSERT INTO public.audit_event VALUES (3, '2026-11-29 16:31:56.491766', 'system', NULL, '', 'judged', 'own', '', '', '{}', 'c0faa0b8a66bf097bd5de1be2ac1fffd5a1950c26f497a8da53d68cf0765bd2b', '18c7b37389a5b0b60e8736726e9a2bb058c3c10882b3b9085af9c63c00bde436');
INSERT INTO public.audit_event VALUES (4, '2026-11-29 16:31:56.499871', 'system', NULL, '', 'wrote_note', 'own', '', '', '{"note":"ff9cb6174cad4f46a46305cd1080221f"}', '18c7b37389a5b0b60e8736726e9a2bb058c3c10882b3b9085af9c63c00bde436', '74fcf0a96d44bf47ccd5b6eb56908db39dca06cf04de667c665c09c50b243215');
INSERT INTO public.audit_event VALUES (5, '2026-11-29 16:31:56.532251', 'system', NULL, '', 'kept', 'team', '', '', '{}', '74fcf0a96d44bf47ccd5b6eb56908db39dca06cf04de667c665c09c50b243215', 'fe976a3688077bd68206efa117799f2f33e1df788b2638b1208b6baa6222290f');
INSERT INTO public.audit_event VALUES (6, '2026-11-29 16:31:56.543018', 'system', NULL, '', 'corrected', 'team', '', '', '{"what":"words"}', 'fe976a3688077bd68206efa117799f2f33e1df788b2638b1208b6baa6222290f', '66cd3d4db04037ae4f1e9845e80bd91a0074a075e20bcab23cf45d0e429c3929');
INSERT INTO public.audit_event VALUES (7, '2026-11-29 16:31:56.549619', 'system', NULL, '', 'judged', 'team', '', '', '{}', '66cd3d4db04037ae4f1e9845e80bd91a0074a075e20bcab23cf45d0e429c3929', 'a151048ec8ca049de480864b89e4df63fd309663c33d046d3c2b87f1dbd6872d');
INSERT INTO public.audit_event VALUES (8, '2026-11-29 16:31:56.556076', 'system', NULL, '', 'wrote_note', 'team', '', '', '{"note":"6a9e90e6cb5d49bd92d59ef061a7c1fe"}', 'a151048ec8ca049de480864b89e4df63fd309663c33d046d3c2b87f1dbd6872d', 'c3d74dd6f76cec0b4c70bc5e88883dc36bbdc33fde6a65191620c2030b31c01b');
INSERT INTO public.audit_event VALUES (9, '2026-11-29 16:31:56.585471', 'system', NULL, '', 'kept', 'nobodys', '', '', '{}', 'c3d74dd6f76cec0b4c70bc5e88883dc36bbdc33fde6a65191620c2030b31c01b', '01955845ad7e1287d6f408842737b62a3a23ae0ab901986f6b05cd981c8a813d');
INSERT INTO public.audit_event VALUES (10, '2026-11-29 16:31:56.600447', 'system', NULL, '', 'corrected', 'nobodys', '', '', '{"what":"words"}', '01955845ad7e1287d6f408842737b62a3a23ae0ab901986f6b05cd981c8a813d', '28786375b8d61d10169ab180b2d70f7f88701bf357ba27563f75ae18ffc37300');
INSERT INTO public.audit_event VALUES (11, '2026-11-29 16:31:56.608216', 'system', NULL, '', 'judged', 'nobodys', '', '', '{}', '28786375b8d61d10169ab180b2d70f7f88701bf357ba27563f75ae18ffc37300', '4f3c38860e7ca3314c35b251be4d5ae97b87098d2bc15c8f9409c814c08e762d');
INSERT INTO public.audit_event VALUES (12, '2026-11-29 16:31:56.61312', 'system', NULL, '', 'wrote_note', 'nobodys', '', '', '{"note":"6f51fc69553c47f2a9aed7bbf9c05807"}', '4f3c38860e7ca3314c35b251be4d5ae97b87098d2bc15c8f9409c814c08e762d', '3e60d5254099a52656c4cf604109e875c0bcbb5b8723d991c13383ebab3268ec');
INSERT INTO public.audit_event VALUES (13, '2026-11-29 16:31:56.637688', 'system', NULL, '', 'kept', 'shown', '', '', '{}', '3e60d5254099a52656c4cf604109e875c0bcbb5b8723d991c13383ebab3268ec', '7bf1cd04bab2c45b1baf209f37095b22c770c9d3003205fe887daae458caadf9');
INSERT INTO public.audit_event VALUES (14, '2026-11-29 16:31:56.647264', 'system', NULL, '', 'corrected', 'shown', '', '', '{"what":"words"}', '7bf1cd04bab2c45b1baf209f37095b22c770c9d3003205fe887daae458caadf9', '10658a1cd6af4d563a325b643e1261d25e0a7c83c921157281155dfff7a20c2e');
INSERT INTO public.audit_event VALUES (15, '2026-11-29 16:31:56.658491', 'system', NULL, '', 'judged', 'shown', '', '', '{}', '10658a1cd6af4d563a325b643e1261d25e0a7c83c921157281155dfff7a20c2e', 'ab05a803c0624ec836d50e185181519d528cc26a4a8450d693e7f9dd730a0fcd');
INSERT INTO public.audit_event VALUES (16, '2026-11-29 16:31:56.664377', 'system', NULL, '', 'wrote_note', 'shown', '', '', '{"note":"b82127d2b2fc4fa9ad61c589cc3ce5f0"}', 'ab05a803c0624ec836d50e185181519d528cc26a4a8450d693e7f9dd730a0fcd', '620ce9b6e6bfab2c245c7e7773cebdeba012a659f91c26ef9fab2bc90028e957');
INSERT INTO public.audit_event VALUES (17, '2026-11-29 16:31:56.690686', 'system', NULL, '', 'kept', 'mine', '', '', '{}', '620ce9b6e6bfab2c245c7e7773cebdeba012a659f91c26ef9fab2bc90028e957', '7efcd91ac1f1966ab8b5bc519d41010658c6a2285aa1bae7b57fb02e713f67f4');
INSERT INTO public.audit_event VALUES (18, '2026-11-29 16:31:56.703583', 'system', NULL, '', 'corrected', 'mine', '', '', '{"what":"words"}', '7efcd91ac1f1966ab8b5bc519d41010658c6a2285aa1bae7b57fb02e713f67f4', '15b7e965d5ab56d52a57830bc6c9e24f8b9f1bb20cb5cab6b20ec193bf936ae9');
INSERT INTO public.audit_event VALUES (19, '2026-11-29 16:31:56.714662', 'system', NULL, '', 'judged', 'mine', '', '', '{}', '15b7e965d5ab56d52a57830bc6c9e24f8b9f1bb20cb5cab6b20ec193bf936ae9', 'db199a18b4c610b51303238a9b01e5e9adb93387e1694a90ce6cb27766809c9a');
INSERT INTO public.audit_event VALUES (20, '2026-11-29 16:31:56.723985', 'system', NULL, '', 'wrote_note', 'mine', '', '', '{"note":"4d1c19538c1745e0b4590b5e64bf60c5"}', 'db199a18b4c610b51303238a9b01e5e9adb93387e1694a90ce6cb27766809c9a', '5b27a17c80d9e062a8c11db1aa0e3bc91d5d1df4723a14261651bb15a20b0719');
INSERT INTO public.audit_event VALUES (21, '2026-11-29 16:31:56.77217', 'system', NULL, '', 'drafted_form', NULL, '', '', '{"form":"Small","version":1}', '5b27a17c80d9e062a8c11db1aa0e3bc91d5d1df4723a14261651bb15a20b0719', '079a6840d84a0999eef416f0d521997ca2aebcb0e6296ee090896db3cce33b20');
INSERT INTO public.audit_event VALUES (22, '2026-11-29 16:31:56.77889', 'system', NULL, '', 'published_form', NULL, '', '', '{"form":"Small","version":1}', '079a6840d84a0999eef416f0d521997ca2aebcb0e6296ee090896db3cce33b20', '795dbeab2e1811e6bd06e24298517d38a4e4f05a6a284cf082656da13991ec09');
INSERT INTO public.audit_event VALUES (23, '2026-11-29 16:31:56.788205', 'system', NULL, '', 'began_evaluation', 'own', '', '', '{"form":"Small"}', '795dbeab2e1811e6bd06e24298517d38a4e4f05a6a284cf082656da13991ec09', 'a2312fb3b405b4ba5e36fe6fe04617c45fc1158e6749873dafb8ccc936175c16');
INSERT INTO public.audit_event VALUES (24, '2026-11-29 16:31:56.803483', 'system', NULL, '', 'answered', 'own', '', '', '{"evaluation":1}', 'a2312fb3b405b4ba5e36fe6fe04617c45fc1158e6749873dafb8ccc936175c16', 'dc8bc7b1be0fe41302d6efdd6c5431ce424268b29ffe6d08206a5f2c3c9e73b9');
INSERT INTO public.audit_event VALUES (25, '2026-11-29 16:31:56.811225', 'system', NULL, '', 'answered', 'own', '', '', '{"evaluation":1}', 'dc8bc7b1be0fe41302d6efdd6c5431ce424268b29ffe6d08206a5f2c3c9e73b9', '39afa427cd7658d5a4ef08b936a5f63b7df715a300267b1035de15352100d5ef');
INSERT INTO public.audit_event VALUES (26, '2026-11-29 16:31:56.817065', 'system', NULL, '', 'finished_evaluation', 'own', '', '', '{"evaluation":1}', '39afa427cd7658d5a4ef08b936a5f63b7df715a300267b1035de15352100d5ef', 'b3b3def56b47385376b538f74df735de396670105143424cc0c09e6ea7447640');
INSERT INTO public.audit_event VALUES (27, '2026-11-29 16:31:56.846186', 'system', NULL, '', 'appealed', 'own', '', '', '{"evaluation":1}', 'b3b3def56b47385376b538f74df735de396670105143424cc0c09e6ea7447640', 'a2a43bbe616a3b8a38c2caae1d072758b2b5cd8da272b29c944c2bdf172a838c');
INSERT INTO public.audit_event VALUES (28, '2026-11-29 16:31:56.852707', 'system', NULL, '', 'began_evaluation', 'team', '', '', '{"form":"Small"}', 'a2a43bbe616a3b8a38c2caae1d072758b2b5cd8da272b29c944c2bdf172a838c', '2efde73cfe4b10ec0f6c9444491b2fd0a718aadb57388448bb120e9ed6e03262');
INSERT INTO public.audit_event VALUES (29, '2026-11-29 16:31:56.860975', 'system', NULL, '', 'answered', 'team', '', '', '{"evaluation":2}', '2efde73cfe4b10ec0f6c9444491b2fd0a718aadb57388448bb120e9ed6e03262', 'fdf6fabeb3a7c0f4428f637681d9502a85d726ffd005cbdb5ec45baeb091184c');
INSERT INTO public.audit_event VALUES (30, '2026-11-29 16:31:56.866552', 'system', NULL, '', 'answered', 'team', '', '', '{"evaluation":2}', 'fdf6fabeb3a7c0f4428f637681d9502a85d726ffd005cbdb5ec45baeb091184c', 'cface9b53b6eb31cf2b135dc95c187df0fdc6b1545acb4101044daf5731f081b');
INSERT INTO public.audit_event VALUES (31, '2026-11-29 16:31:56.871539', 'system', NULL, '', 'finished_evaluation', 'team', '', '', '{"evaluation":2}', 'cface9b53b6eb31cf2b135dc95c187df0fdc6b1545acb4101044daf5731f081b', '15c70ac1d1164ba1c1ec8c07e6e5284acd1dc6c172f386d901c3e52d8d12ebe3');
INSERT INTO public.audit_event VALUES (32, '2026-11-29 16:31:56.886104', 'system', NULL, '', 'appealed', 'team', '', '', '{"evaluation":2}', '15c70ac1d1164ba1c1ec8c07e6e5284acd1dc6c172f386d901c3e52d8d12ebe3', 'e261f9be79bcd3f9a4a9a93d4a04db9e4650c678fda33aeaefedf08e9d7a21aa');
INSERT INTO public.audit_event VALUES (33, '2026-11-29 16:31:56.892838', 'system', NULL, '', 'began_evaluation', 'nobodys', '', '', '{"form":"Small"}', 'e261f9be79bcd3f9a4a9a93d4a04db9e4650c678fda33aeaefedf08e9d7a21aa', '173ea177d5f1c9eed746d301f8072bc3d0f15a3bc8c98cd464baea3c90340d99');
INSERT INTO public.audit_event VALUES (34, '2026-11-29 16:31:56.90282', 'system', NULL, '', 'answered', 'nobodys', '', '', '{"evaluation":3}', '173ea177d5f1c9eed746d301f8072bc3d0f15a3bc8c98cd464baea3c90340d99', 'f66340c693eaf10c9fce1e5d6d4f8a2cc8efdc6f0418187ec7e1ce6155cae722');
INSERT INTO public.audit_event VALUES (35, '2026-11-29 16:31:56.909127', 'system', NULL, '', 'answered', 'nobodys', '', '', '{"evaluation":3}', 'f66340c693eaf10c9fce1e5d6d4f8a2cc8efdc6f0418187ec7e1ce6155cae722', '4fa4e91f90609fd056db7daebe857e16fd1d14d89d73d3a9ffcdab818593f15a');
INSERT INTO public.audit_event VALUES (36, '2026-11-29 16:31:56.9139', 'system', NULL, '', 'finished_evaluation', 'nobodys', '', '', '{"evaluation":3}', '4fa4e91f90609fd056db7daebe857e16fd1d14d89d73d3a9ffcdab818593f15a', 'ec995de7ac31f29449da8f679b7f1013791d3c676ce3fed52cb2f27e0ff4203d');
INSERT INTO public.audit_event VALUES (37, '2026-11-29 16:31:56.924772', 'system', NULL, '', 'appealed', 'nobodys', '', '', '{"evaluation":3}', 'ec995de7ac31f29449da8f679b7f1013791d3c676ce3fed52cb2f27e0ff4203d', '711d220fc52aa52c587433c51851a86b66b16dbc12e50c8ed8f866a2f15be047');
INSERT INTO public.audit_event VALUES (38, '2026-11-29 16:31:56.930431', 'system', NULL, '', 'began_evaluation', 'shown', '', '', '{"form":"Small"}', '711d220fc52aa52c587433c51851a86b66b16dbc12e50c8ed8f866a2f15be047', 'dd4f10813ab5ed84cfff03601ecd8bdb4a93b6c40169ca13a232832e85fba85b');
INSERT INTO public.audit_event VALUES (39, '2026-11-29 16:31:56.938713', 'system', NULL, '', 'answered', 'shown', '', '', '{"evaluation":4}', 'dd4f10813ab5ed84cfff03601ecd8bdb4a93b6c40169ca13a232832e85fba85b', '7bb838295261ed6175dc7dcf5c391042059912646f52ec696eeb02240dc05030');
INSERT INTO public.audit_event VALUES (40, '2026-11-29 16:31:56.944091', 'system', NULL, '', 'answered', 'shown', '', '', '{"evaluation":4}', '7bb838295261ed6175dc7dcf5c391042059912646f52ec696eeb02240dc05030', '706bf392faafd3b6814f188f1c9a327d0322b67d9f3666dbc2dc681c45bdfcc6');
INSERT INTO public.audit_event VALUES (41, '2026-11-29 16:31:56.949978', 'system', NULL, '', 'finished_evaluation', 'shown', '', '', '{"evaluation":4}', '706bf392faafd3b6814f188f1c9a327d0322b67d9f3666dbc2dc681c45bdfcc6', 'f6597fda0dc0cd7c53f6812634c58606fec04ce2a4f4c3b34a6eba4b1b05e5d2');
INSERT INTO public.audit_event VALUES (42, '2026-11-29 16:31:56.966111', 'system', NULL, '', 'appealed', 'shown', '', '', '{"evaluation":4}', 'f6597fda0dc0cd7c53f6812634c58606fec04ce2a4f4c3b34a6eba4b1b05e5d2', '740a3c8e82e4d6a680a615d665b38fafb78a73a25fb7629b8a7e496c527ba175');
INSERT INTO public.audit_event VALUES (43, '2026-11-29 16:31:56.972951', 'system', NULL, '', 'began_evaluation', 'mine', '', '', '{"form":"Small"}', '740a3c8e82e4d6a680a615d665b38fafb78a73a25fb7629b8a7e496c527ba175', '0689df221785056db8632d086a65c7bd6334921b7d2f308be5a88069e78db52c');
INSERT INTO public.audit_event VALUES (44, '2026-11-29 16:31:56.981219', 'system', NULL, '', 'answered', 'mine', '', '', '{"evaluation":5}', '0689df221785056db8632d086a65c7bd6334921b7d2f308be5a88069e78db52c', '6daf565dbf1e68d26e8344a347ba0f311699655ad233c008f2666aef94b319af');
INSERT INTO public.audit_event VALUES (45, '2026-11-29 16:31:56.986901', 'system', NULL, '', 'answered', 'mine', '', '', '{"evaluation":5}', '6daf565dbf1e68d26e8344a347ba0f311699655ad233c008f2666aef94b319af', '3e4f042f355af716ddbf17243339aac7aa6345919a2997344dbd4c5b9828abcd');
INSERT INTO public.audit_event VALUES (46, '2026-11-29 16:31:56.993178', 'system', NULL, '', 'finished_evaluation', 'mine', '', '', '{"evaluation":5}', '3e4f042f355af716ddbf17243339aac7aa6345919a2997344dbd4c5b9828abcd', 'f8763aaeaa4054341248e5ac41d4457e5b5e229bbabdc6aa30af2592bb29c94d');
INSERT INTO public.audit_event VALUES (47, '2026-11-29 16:31:57.00185', 'system', NULL, '', 'appealed', 'mine', '', '', '{"evaluation":5}', 'f8763aaeaa4054341248e5ac41d4457e5b5e229bbabdc6aa30af2592bb29c94d', '0472bcb01080cbedad08f2422b582dff3eecd7c6c96e38fa6e189c005ee1c940');
INSERT INTO public.audit_event VALUES (48, '2026-11-29 16:31:57.013376', 'system', NULL, '', 'judged', 'own', '', '', '{}', '0472bcb01080cbedad08f2422b582dff3eecd7c6c96e38fa6e189c005ee1c940', '0c4783f72925cf58d9be8ee2eaac6f3f6641b0e7b3c1b29b9a6cf3f5aa00c9f7');
INSERT INTO public.audit_event VALUES (49, '2026-11-29 16:31:57.018584', 'system', NULL, '', 'wrote_note', 'own', '', '', '{"note":"ab82f048a1a943978965bda070b339df"}', '0c4783f72925cf58d9be8ee2eaac6f3f6641b0e7b3c1b29b9a6cf3f5aa00c9f7', '2e5c4cf95d63faecdb3d1f01938ae3a845bdd6f29d10f4bb82221f4c74357c21');
INSERT INTO public.audit_event VALUES (50, '2026-11-29 16:31:57.032328', 'system', NULL, '', 'changed_note', 'own', '', '', '{"note":"ab82f048a1a943978965bda070b339df"}', '2e5c4cf95d63faecdb3d1f01938ae3a845bdd6f29d10f4bb82221f4c74357c21', 'ddb9085911943425f19354293429a95a3b61d14b1092677ac7c851033d2d7579');
INSERT INTO public.audit_event VALUES (51, '2026-11-29 16:31:57.161195', 'system', NULL, '', 'held', 'team', '', '', '{"reason":"A lawsuit."}', 'ddb9085911943425f19354293429a95a3b61d14b1092677ac7c851033d2d7579', 'be935c2d9d023027749b741235d98fef6b9f8d047e8c02bf5c779af6ec8f996c');
INSERT INTO public.audit_event VALUES (52, '2026-11-29 16:31:57.172907', 'system', NULL, '', 'set', NULL, '', '', '{"setting":"retention","version":1}', 'be935c2d9d023027749b741235d98fef6b9f8d047e8c02bf5c779af6ec8f996c', '113781cfb7949d5daba8d3dee965dd521b300306760d4769f32777ec6499506a');
INSERT INTO public.audit_head VALUES (1, 52, '113781cfb7949d5daba8d3dee965dd521b300306760d4769f32777ec6499506a');
INSERT INTO public.call VALUES ('team', 'team.wav', ' team wav ', '2020-01-02 00:00:00', '2026-11-29 16:31:56.515956', 30, 'two_sides', '', 2, 'unclear', 1, 0, 0, 0, 0, NULL, NULL, 'queue team', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.call VALUES ('nobodys', 'nobodys.wav', ' nobodys wav ', '2020-01-04 00:00:00', '2026-11-29 16:31:56.57487', 30, 'two_sides', '', NULL, 'unclear', 1, 0, 0, 0, 0, NULL, NULL, 'queue nobodys', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.call VALUES ('shown', 'shown.wav', ' shown wav ', '2020-01-06 00:00:00', '2026-11-29 16:31:56.625772', 30, 'two_sides', '', 3, 'unclear', 1, 0, 0, 0, 0, NULL, NULL, 'queue shown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.call VALUES ('mine', 'mine.wav', ' mine wav ', '2020-01-08 00:00:00', '2026-11-29 16:31:56.679764', 30, 'two_sides', '', NULL, 'unclear', 1, 0, 0, 0, 0, NULL, NULL, 'queue mine', NULL, NULL, NULL, NULL, 1, 1, '2099-01-01 00:00:00', NULL);
INSERT INTO public.call VALUES ('own', 'own.wav', ' own wav ', '2020-01-01 00:00:00', '2026-11-29 16:31:56.42761', 30, 'two_sides', '', 1, 'calm', 0, 0, 0, 0, 0, NULL, NULL, 'queue own', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.call_share VALUES ('shown', 1, NULL, '2020-01-01 00:00:00');
INSERT INTO public.call_share VALUES ('shown', 3, NULL, '2020-01-01 00:00:00');
INSERT INTO public.correction VALUES ('one of own', 'own', 1, 'Typed', '2026-11-29 16:31:56.466632', '{"kind":"words","place":{"span":[3.8,4.12],"speaker":"customer","words":["never"]},"change":{"words":["ever"]}}', 1, NULL, NULL);
INSERT INTO public.correction VALUES ('one of team', 'team', 1, 'Typed', '2026-11-29 16:31:56.533469', '{"kind":"words","place":{"span":[3.8,4.12],"speaker":"customer","words":["never"]},"change":{"words":["ever"]}}', 1, NULL, NULL);
INSERT INTO public.correction VALUES ('one of nobodys', 'nobodys', 1, 'Typed', '2026-11-29 16:31:56.587644', '{"kind":"words","place":{"span":[3.8,4.12],"speaker":"customer","words":["never"]},"change":{"words":["ever"]}}', 1, NULL, NULL);
INSERT INTO public.correction VALUES ('one of shown', 'shown', 1, 'Typed', '2026-11-29 16:31:56.639658', '{"kind":"words","place":{"span":[3.8,4.12],"speaker":"customer","words":["never"]},"change":{"words":["ever"]}}', 1, NULL, NULL);
INSERT INTO public.correction VALUES ('one of mine', 'mine', 1, 'Typed', '2026-11-29 16:31:56.695455', '{"kind":"words","place":{"span":[3.8,4.12],"speaker":"customer","words":["never"]},"change":{"words":["ever"]}}', 1, NULL, NULL);
INSERT INTO public.evaluation VALUES (1, 'own', 1, 1, 'review', 'Typed', NULL, '2026-11-29 16:31:56.788046', 'Typed', NULL, '2026-11-29 16:31:56.799661', '2026-11-29 16:31:56.817098', 60, NULL, NULL, NULL, NULL);
INSERT INTO public.evaluation VALUES (2, 'team', 1, 1, 'review', 'Typed', NULL, '2026-11-29 16:31:56.852568', 'Typed', NULL, '2026-11-29 16:31:56.858917', '2026-11-29 16:31:56.871562', 60, NULL, NULL, NULL, NULL);
INSERT INTO public.evaluation VALUES (3, 'nobodys', 1, 1, 'review', 'Typed', NULL, '2026-11-29 16:31:56.89265', 'Typed', NULL, '2026-11-29 16:31:56.901006', '2026-11-29 16:31:56.91393', 60, NULL, NULL, NULL, NULL);
INSERT INTO public.evaluation VALUES (4, 'shown', 1, 1, 'review', 'Typed', NULL, '2026-11-29 16:31:56.930304', 'Typed', NULL, '2026-11-29 16:31:56.936777', '2026-11-29 16:31:56.950003', 60, NULL, NULL, NULL, NULL);
INSERT INTO public.evaluation VALUES (5, 'mine', 1, 1, 'review', 'Typed', NULL, '2026-11-29 16:31:56.972813', 'Typed', NULL, '2026-11-29 16:31:56.979125', '2026-11-29 16:31:56.993206', 60, NULL, NULL, NULL, NULL);
INSERT INTO public.evaluation_answer VALUES (1, 'heard', '"yes"', '', '"no"', false, 'unknown', '2026-11-29 16:31:56.799638', NULL, NULL);
INSERT INTO public.evaluation_answer VALUES (1, 'plan', '"no"', '', NULL, false, 'unknown', '2026-11-29 16:31:56.809355', NULL, NULL);
INSERT INTO public.evaluation_answer VALUES (2, 'heard', '"yes"', '', '"no"', false, 'unknown', '2026-11-29 16:31:56.858904', NULL, NULL);
INSERT INTO public.evaluation_answer VALUES (2, 'plan', '"no"', '', NULL, false, 'unknown', '2026-11-29 16:31:56.86493', NULL, NULL);
INSERT INTO public.evaluation_answer VALUES (3, 'heard', '"yes"', '', '"no"', false, 'unknown', '2026-11-29 16:31:56.900987', NULL, NULL);
INSERT INTO public.evaluation_answer VALUES (3, 'plan', '"no"', '', NULL, false, 'unknown', '2026-11-29 16:31:56.907671', NULL, NULL);
INSERT INTO public.evaluation_answer VALUES (4, 'heard', '"yes"', '', '"no"', false, 'unknown', '2026-11-29 16:31:56.936761', NULL, NULL);
INSERT INTO public.evaluation_answer VALUES (4, 'plan', '"no"', '', NULL, false, 'unknown', '2026-11-29 16:31:56.942564', NULL, NULL);
INSERT INTO public.evaluation_answer VALUES (5, 'heard', '"yes"', '', '"no"', false, 'unknown', '2026-11-29 16:31:56.979107', NULL, NULL);
INSERT INTO public.evaluation_answer VALUES (5, 'plan', '"no"', '', NULL, false, 'unknown', '2026-11-29 16:31:56.985365', NULL, NULL);
INSERT INTO public.form VALUES (1, 'Small', '2026-11-29 16:31:56.770595', NULL);
INSERT INTO public.form_version VALUES (1, 1, 'name = "Small"
weights = "points"
[[sections]]
title = "One"
[[sections.questions]]
id = "heard"
ask = "Heard out?"
type = "yes-no"
points = 6.0
[[sections.questions]]
id = "plan"
ask = "A plan?"
type = "yes-no"
points = 4.0
', '2026-11-29 16:31:56.772858', 'Typed', '2026-11-29 16:31:56.778607');
INSERT INTO public.hearing VALUES ('own', '', '1f0b597a83294ca5d785c3a3c9e70754115b534adddd76e86e0320916840e13e', '2026-11-29 16:31:56.42761', '{"format":1,"id":"own","source":"own.wav","duration":30.0,"layout":"two_sides","turns":[["agent",0.5,2.02,[[0.5,0.8200000000000001,"Good",0.9],[0.9,1.2200000000000002,"morning,",0.9],[1.3,1.6199999999999999,"Dale",0.9],[1.7000000000000002,2.02,"Parcels.",0.9]]],["customer",3.0,6.12,[[3.0,3.3200000000000003,"My",0.9],[3.4,3.72,"parcel",0.9],[3.8,4.12,"never",0.9],[4.2,4.52,"came,",0.9],[4.6,4.92,"I",0.9],[5.0,5.32,"want",0.9],[5.4,5.720000000000001,"a",0.9],[5.800000000000001,6.12,"refund.",0.9]]],["agent",8.0,10.72,[[8.0,8.32,"We",0.9],[8.4,8.72,"don''t",0.9],[8.8,9.12,"do",0.9],[9.2,9.52,"refunds,",0.9],[9.6,9.92,"that''s",0.9],[10.0,10.32,"our",0.9],[10.4,10.72,"policy.",0.9]]]],"voices":[["agent",0.016,[1876,1876,1876]],["customer",0.016,[1876,1876,1876]]],"doubts":[["clock","The transcript runs 0.2 s late."]],"newcomers":[],"line_changes":[]}', '\x789cedd86930d6ef1a07f02cd9922d9224a4a4ac65df77d925d9d7ecbb16a5249252923625694349429624294952d6424a2aa1ec24d925398ffbbcf8dd2fcefccf9c39cd23d3f579fd9b7be6face7d3df73cdf050bc860ad71e0a5a73d2c32f687d3eb267875fc620bdbe8c4cd43ae570e72aab89dc86dfa0d1f00000000734ec824e8eaf3010e65d713791fa8d66f094eaa185ca6ea712affd34251f3901b55c3dc1ade671eb4d1495886a5be1ce3d1f63bf7e8cb22499b436975137cba01171e773249db1fce689812d0df9950d2c322e77434ebed2f41a3dd979ff52f51743e9ed34421b439e8da8b81a5ca6e31791fa984cd82932bbe73a9799ebadf4223667e20a57a845bd3fb6c611bbd84d5c1d457632b75fcce3f6a6794b43d74bb7e925f777b7c7117938cc391cc869f0206bb129ef6b0ca3b1dcb6a9c1134de7da5ac9f5dd1253af73dc53ad3bd892fbe71aab8c7dc6ba61631db9f5c39c4a5ee79baa08556cc2234a5666485964f6ce167860dd6076fd58ef3eaf8c71575304ad946a4d7ffe0d7db11ffa48b59d62132f3cdf46ac35d974a7bd9e4b74565bf9b596bb2e76ad9577625d7e8bbef29d79bee4b2c1fe454753f99dfbc50646bc8f5aaa1e51a5e670a5ae9c42d436fd68cf268f9c63efcc2b0d13a3cad7682775340dce38ec5d27687d35f4fadd2df71b1a49b45d631f2cedbe9358681974bfbd8149ca372de41ec103bc43e1f62170a7acee19a47b5256950f5d427d1902a6eef077496a963dae7be481eaae30b78cc649f31a59fd02377f4ade0ee674b9c7328365f1b508ef9281c5cc1e5799fc63c6544f36c9bc4c1572bfd1e31dade9ed48def9239d220b0eb29ab53d68cf1957ec5e8f7ebf6bee074bf476d963ca47eba452cb466854f2183f5ad719db80ea9887afe1d4f981d32a70d2ff5ca47bd5bbba78cddf52ea569e2a0eac9669190aae55e0574963747b562bf6c0cafe50d78bcd82e7d4aff62b76ce4db3581a56cce390b4cae0e289ff8b03eb8629947fe42f31bc31a67da24c25ef2f83d5a649336a17ba153fa7083c0ce1216a7ac5f4697fb158f370905bd58ea96476596fc5ded548bd8816a6eef427aabd4319df3ed9287eaf9b717333964fe3448e8913fd628b8bb8cdd2597c234f19b4a4cb3c8fe4a2ecf025a8b9411add8cf1b0ed6f2fa1731daa6ffd08bef928d7cb37a5729dbb6ec1993ab5f95a2dfafdf57cee99ebf70ebf5218d33ade2a1353cbe0f19acd32636c575481f7ebd6a47098be39d69c3cb7d0a51efe673ece4e03e7341ecb9e3f829c162cb6f91bcf74dbac338b3745b83986fa93506d025cabdf25c6018df2e1152ceee9431a175faa3506009a3d58defcac71af8fd0aa84daff44885d770b9e54ceb9d6f13dd57c66a9f36aa1ed3b46647118379d2578523753cdef9144609641904000000986bd0fd020000f81bcce35a06da30881d6287d8a1fb85eef74f8a9d1ca0fb050000007e934b3275beb4c92a4d81ccb7b55b4338738dba23780bcd07a3054bec2762c52a5c7fc307000000c09ceb6d787ceb6c8887a9e21ae6c9f69705c927f6381948f3d20f3797e75e8edc6ea325ce45f5b5b12423eea0f75615a125d35d750f534e07bb1acbad621c6fabba772d2ad04177e30a9ac10f65591723fcac344496924e2c4e8b3de061aa24c8f2a3fde583eb3141db0ca4f918463e95e75e39bac3565b9c8b7ae0ddd38cb8701f73d5754ba6bbeb1fdd3c1dec66222fb078bcad3a3ff178a0839e240fedf70f65d90987fdad34443929fade14a79d0bf5dca224c83ad5f18a74e25e6743193e86d1968abb578eeeb4d391584e3dd0549a7921dcc7426d3dfbafeefaa2d433fbdd4c1456334d7caece4f8adeeda827b9926ee8e3f3ec842301d69aa29c94fd6f9fdc3e17ea65a6bc9675aab3b6f0c6c9bdce46b2fc8b465b2af3ae1e239db8817be1b7a6d23bf1877c2dd48439667a5e17a59e0d71dfacb09a79f24bcdfda4e83d4efa522be9869b5fe45c3a1260a325b68cb2bfb124fd7c9897998a10dbcfceda8729a7f6b918c9ae621c6badccbb16b5cb7ed3066e9ac1f7cfeec447f859aa0b7340ec103bc43e1f62ef7d7cd64391b9bde08493347d736ea48d385563c6c1ad42d37529c1c6abc6abae05eaae182cbbe8a7b1b4b738d64389a5fd41cc3669864fb9476dc5a9df65849baf9baebf196c22305e9d18a8c7f3bd2cc15f83b3aff89ca7126bc7831867198696bb47ed24a89b32c32dd6ffaa4fdd6fb27aa23a69b7decaa1e709019a9cfd4fce7929b376169e74965dd49277cc6ec3c2a63b872c84675ea7866c5e3d5993b4477fe5f08b4b015acbfa4bce7ba9b0753e3ce522cbd89a1765bf81e6fd9d084be1050db7424cd74cbe4cde63c03b5c7e79bb16d7d792386f95255d0f4fbbca31b6dd8b72d848f3212bc24a644143da0153c11f2faf0719f08d945fd9a1cd35f034ce477549f7a3d36ef28bdbf28f3b48d27ec83e6c254af1262d748be0d4abeb7b0df9462baeecd4593e507ac1478dbdbbe88c9b02d3e7fc684749ba8fd947ac4529dfde0e355b3b557b63af11ff68e5d59d3adcdf4ae37dd5387a8aceba2b307fb91fed2445d79c73c4468cb2313dcc4ce8676dca3ea3556395d7766de21e7c16efa7ce319f6327077791e1c2839b16375cda2634702f4483fe559cbd406f76900a75d5192bde8e8c9df20b5c9eaf8b1934bbbffc40ab562a837f9d54fc9443c99a637d26b91cfb3eaa26d378554bc48e5917f14574e967b206362a5ca5702d173e39645ec01df6593b8d31e0b5cc45b20c02000000cc35e87e010000fc0de6712d036d18c40eb143ecd0fd42f7fb27c54e0ed0fd020000f81b3c21032929696919595939397905054545256565151555353575750d4d4d2d2d6d1d9d4dbaba7a7afa0606868646c6c626269b4d4db76c31dbbad5dcdcc2d2d2cacadac6c6d6cecededec1d1d1c9699bb3b38b8bab9b9bbbbb87a7a79797b78f8fafaf9fbf7fc07672cc01000000fc93ed01047f8c1fc697e083f1c678613c091e18778c1bc115e38271c66c2338611c310e047b8c1dc6166343b0c658612c09161873cc568c19610bc614b319634230c618610c0906187d8c1e4697b009a383d126686134311a1875821a4615a34250c6286114310a04798c1c4696208391c6486124091b311b3012187182184614234210c6acc7acc30811d66204316b08ab31029855187e021f8617b392c0835981e1c62c277061966138094b311c1876cc12021b8615c38261263061166318098b300c187a0c1d811643835948a0c6506128311404fc4fc70cf20b99467ece9a427e2093c804328e8c21a3b34690616408f98e0c22df9081595f917ea40fe9457a906ea46b5627d281b4235f90cf481bd28ab4ccfa8434231f910fc87ba4097937ab11798bbc411a90d7483d5237ab167985bc446a906aa40aa99c558194232f90e74819f20c299df5142941fefd2e15238f9122e4d1ac874821f2002940ee23f9c8bd5979c85d2417c941b2912ce4ceac4c240349476e2369c82d2475d64d2405b9815c47929124241121c7bbddd9d5d5ddd3dbd7d7ff7560e0dbe0f7a1a1e191d1d1b1f189c9c91f533f7f4eff9a215d5dd24da6a424dd726a6ad20a9016829696b42df4f4a44d5ab488b466a4a56362226d240b0b695bd9d848ab4c5a6c0e0ed2d67372927e11b8b8c8310700000030d7a0fb050000f03780ee17ba5fe87ea1fb85ee17ba5fe87ea1fb85ee170000c09f248c0c34c9801c7300000000ffe429000080ffac0480ff0d39de6dd5ff46edff478e3900000080b906dd2f000080bfc15c572b0000f0c79aeb2211cc3be478b7a1fb050000f037f817505a79e1');
INSERT INTO public.hearing VALUES ('team', '', 'e71fe02f01ebf029356c5488f1d9df119d82c553faf4ace681c696141b7cbb47', '2026-11-29 16:31:56.515956', '{"format":1,"id":"team","source":"team.wav","duration":30.0,"layout":"two_sides","turns":[["agent",0.5,2.02,[[0.5,0.8200000000000001,"Good",0.9],[0.9,1.2200000000000002,"morning,",0.9],[1.3,1.6199999999999999,"Dale",0.9],[1.7000000000000002,2.02,"Parcels.",0.9]]],["customer",3.0,6.12,[[3.0,3.3200000000000003,"My",0.9],[3.4,3.72,"parcel",0.9],[3.8,4.12,"never",0.9],[4.2,4.52,"came,",0.9],[4.6,4.92,"I",0.9],[5.0,5.32,"want",0.9],[5.4,5.720000000000001,"a",0.9],[5.800000000000001,6.12,"refund.",0.9]]],["agent",8.0,10.72,[[8.0,8.32,"We",0.9],[8.4,8.72,"don''t",0.9],[8.8,9.12,"do",0.9],[9.2,9.52,"refunds,",0.9],[9.6,9.92,"that''s",0.9],[10.0,10.32,"our",0.9],[10.4,10.72,"policy.",0.9]]]],"voices":[["agent",0.016,[1876,1876,1876]],["customer",0.016,[1876,1876,1876]]],"doubts":[["clock","The transcript runs 0.2 s late."]],"newcomers":[],"line_changes":[]}', '\x789cedd86930d6ef1a07f02cd9922d9224a4a4ac65df77d925d9d7ecbb16a5249252923625694349429624294952d6424a2aa1ec24d925398ffbbcf8dd2fcefccf9c39cd23d3f579fd9b7be6face7d3df73cdf050bc860ad71e0a5a73d2c32f687d3eb267875fc620bdbe8c4cd43ae570e72aab89dc86dfa0d1f00000000734ec824e8eaf3010e65d713791fa8d66f094eaa185ca6ea712affd34251f3901b55c3dc1ade671eb4d1495886a5be1ce3d1f63bf7e8cb22499b436975137cba01171e773249db1fce689812d0df9950d2c322e77434ebed2f41a3dd979ff52f51743e9ed34421b439e8da8b81a5ca6e31791fa984cd82932bbe73a9799ebadf4223667e20a57a845bd3fb6c611bbd84d5c1d457632b75fcce3f6a6794b43d74bb7e925f777b7c7117938cc391cc869f0206bb129ef6b0ca3b1dcb6a9c1134de7da5ac9f5dd1253af73dc53ad3bd892fbe71aab8c7dc6ba61631db9f5c39c4a5ee79baa08556cc2234a5666485964f6ce167860dd6076fd58ef3eaf8c71575304ad946a4d7ffe0d7db11ffa48b59d62132f3cdf46ac35d974a7bd9e4b74565bf9b596bb2e76ad9577625d7e8bbef29d79bee4b2c1fe454753f99dfbc50646bc8f5aaa1e51a5e670a5ae9c42d436fd68cf268f9c63efcc2b0d13a3cad7682775340dce38ec5d27687d35f4fadd2df71b1a49b45d631f2cedbe9358681974bfbd8149ca372de41ec103bc43e1f62170a7acee19a47b5256950f5d427d1902a6eef077496a963dae7be481eaae30b78cc649f31a59fd02377f4ade0ee674b9c7328365f1b508ef9281c5cc1e5799fc63c6544f36c9bc4c1572bfd1e31dade9ed48def9239d220b0eb29ab53d68cf1957ec5e8f7ebf6bee074bf476d963ca47eba452cb466854f2183f5ad719db80ea9887afe1d4f981d32a70d2ff5ca47bd5bbba78cddf52ea569e2a0eac9669190aae55e0574963747b562bf6c0cafe50d78bcd82e7d4aff62b76ce4db3581a56cce390b4cae0e289ff8b03eb8629947fe42f31bc31a67da24c25ef2f83d5a649336a17ba153fa7083c0ce1216a7ac5f4697fb158f370905bd58ea96476596fc5ded548bd8816a6eef427aabd4319df3ed9287eaf9b717333964fe3448e8913fd628b8bb8cdd2597c234f19b4a4cb3c8fe4a2ecf025a8b9411add8cf1b0ed6f2fa1731daa6ffd08bef928d7cb37a5729dbb6ec1993ab5f95a2dfafdf57cee99ebf70ebf5218d33ade2a1353cbe0f19acd32636c575481f7ebd6a47098be39d69c3cb7d0a51efe673ece4e03e7341ecb9e3f829c162cb6f91bcf74dbac338b3745b83986fa93506d025cabdf25c6018df2e1152ceee9431a175faa3506009a3d58defcac71af8fd0aa84daff44885d770b9e54ceb9d6f13dd57c66a9f36aa1ed3b46647118379d2578523753cdef9144609641904000000986bd0fd020000f81bcce35a06da30881d6287d8a1fb85eef74f8a9d1ca0fb050000007e934b3275beb4c92a4d81ccb7b55b4338738dba23780bcd07a3054bec2762c52a5c7fc307000000c09ceb6d787ceb6c8887a9e21ae6c9f69705c927f6381948f3d20f3797e75e8edc6ea325ce45f5b5b12423eea0f75615a125d35d750f534e07bb1acbad621c6fabba772d2ad04177e30a9ac10f65591723fcac344496924e2c4e8b3de061aa24c8f2a3fde583eb3141db0ca4f918463e95e75e39bac3565b9c8b7ae0ddd38cb8701f73d5754ba6bbeb1fdd3c1dec66222fb078bcad3a3ff178a0839e240fedf70f65d90987fdad34443929fade14a79d0bf5dca224c83ad5f18a74e25e6743193e86d1968abb578eeeb4d391584e3dd0549a7921dcc7426d3dfbafeefaa2d433fbdd4c1456334d7caece4f8adeeda827b9926ee8e3f3ec842301d69aa29c94fd6f9fdc3e17ea65a6bc9675aab3b6f0c6c9bdce46b2fc8b465b2af3ae1e239db8817be1b7a6d23bf1877c2dd48439667a5e17a59e0d71dfacb09a79f24bcdfda4e83d4efa522be9869b5fe45c3a1260a325b68cb2bfb124fd7c9897998a10dbcfceda8729a7f6b918c9ae621c6badccbb16b5cb7ed3066e9ac1f7cfeec447f859aa0b7340ec103bc43e1f62ef7d7cd64391b9bde08493347d736ea48d385563c6c1ad42d37529c1c6abc6abae05eaae182cbbe8a7b1b4b738d64389a5fd41cc3669864fb9476dc5a9df65849baf9baebf196c22305e9d18a8c7f3bd2cc15f83b3aff89ca7126bc7831867198696bb47ed24a89b32c32dd6ffaa4fdd6fb27aa23a69b7decaa1e709019a9cfd4fce7929b376169e74965dd49277cc6ec3c2a63b872c84675ea7866c5e3d5993b4477fe5f08b4b015acbfa4bce7ba9b0753e3ce522cbd89a1765bf81e6fd9d084be1050db7424cd74cbe4cde63c03b5c7e79bb16d7d792386f95255d0f4fbbca31b6dd8b72d848f3212bc24a644143da0153c11f2faf0719f08d945fd9a1cd35f034ce477549f7a3d36ef28bdbf28f3b48d27ec83e6c254af1262d748be0d4abeb7b0df9462baeecd4593e507ac1478dbdbbe88c9b02d3e7fc684749ba8fd947ac4529dfde0e355b3b557b63af11ff68e5d59d3adcdf4ae37dd5387a8aceba2b307fb91fed2445d79c73c4468cb2313dcc4ce8676dca3ea3556395d7766de21e7c16efa7ce319f6327077791e1c2839b16375cda2634702f4483fe559cbd406f76900a75d5192bde8e8c9df20b5c9eaf8b1934bbbffc40ab562a837f9d54fc9443c99a637d26b91cfb3eaa26d378554bc48e5917f14574e967b206362a5ca5702d173e39645ec01df6593b8d31e0b5cc45b20c02000000cc35e87e010000fc0de6712d036d18c40eb143ecd0fd42f7fb27c54e0ed0fd020000f81b3c21032929696919595939397905054545256565151555353575750d4d4d2d2d6d1d9d4dbaba7a7afa0606868646c6c626269b4d4db76c31dbbad5dcdcc2d2d2cacadac6c6d6cecededec1d1d1c9699bb3b38b8bab9b9bbbbb87a7a79797b78f8fafaf9fbf7fc07672cc01000000fc93ed01047f8c1fc697e083f1c678613c091e18778c1bc115e38271c66c2338611c310e047b8c1dc6166343b0c658612c09161873cc568c19610bc614b319634230c618610c0906187d8c1e4697b009a383d126686134311a1875821a4615a34250c6286114310a04798c1c4696208391c6486124091b311b3012187182184614234210c6acc7acc30811d66204316b08ab31029855187e021f8617b392c0835981e1c62c277061966138094b311c1876cc12021b8615c38261263061166318098b300c187a0c1d811643835948a0c6506128311404fc4fc70cf20b99467ece9a427e2093c804328e8c21a3b34690616408f98e0c22df9081595f917ea40fe9457a906ea46b5627d281b4235f90cf481bd28ab4ccfa8434231f910fc87ba4097937ab11798bbc411a90d7483d5237ab167985bc446a906aa40aa99c558194232f90e74819f20c299df5142941fefd2e15238f9122e4d1ac874821f2002940ee23f9c8bd5979c85d2417c941b2912ce4ceac4c240349476e2369c82d2475d64d2405b9815c47929124241121c7bbddd9d5d5ddd3dbd7d7ff7560e0dbe0f7a1a1e191d1d1b1f189c9c91f533f7f4eff9a215d5dd24da6a424dd726a6ad20a9016829696b42df4f4a44d5ab488b466a4a56362226d240b0b695bd9d848ab4c5a6c0e0ed2d67372927e11b8b8c8310700000030d7a0fb050000f03780ee17ba5fe87ea1fb85ee17ba5fe87ea1fb85ee170000c09f248c0c34c9801c7300000000ffe429000080ffac0480ff0d39de6dd5ff46edff478e3900000080b906dd2f000080bfc15c572b0000f0c79aeb2211cc3be478b7a1fb050000f037f817505a79e1');
INSERT INTO public.hearing VALUES ('nobodys', '', 'b0a0752749b4e07f59fa4c14f2177ee665801a25bd5abe70bd32dfe423dcf6d7', '2026-11-29 16:31:56.57487', '{"format":1,"id":"nobodys","source":"nobodys.wav","duration":30.0,"layout":"two_sides","turns":[["agent",0.5,2.02,[[0.5,0.8200000000000001,"Good",0.9],[0.9,1.2200000000000002,"morning,",0.9],[1.3,1.6199999999999999,"Dale",0.9],[1.7000000000000002,2.02,"Parcels.",0.9]]],["customer",3.0,6.12,[[3.0,3.3200000000000003,"My",0.9],[3.4,3.72,"parcel",0.9],[3.8,4.12,"never",0.9],[4.2,4.52,"came,",0.9],[4.6,4.92,"I",0.9],[5.0,5.32,"want",0.9],[5.4,5.720000000000001,"a",0.9],[5.800000000000001,6.12,"refund.",0.9]]],["agent",8.0,10.72,[[8.0,8.32,"We",0.9],[8.4,8.72,"don''t",0.9],[8.8,9.12,"do",0.9],[9.2,9.52,"refunds,",0.9],[9.6,9.92,"that''s",0.9],[10.0,10.32,"our",0.9],[10.4,10.72,"policy.",0.9]]]],"voices":[["agent",0.016,[1876,1876,1876]],["customer",0.016,[1876,1876,1876]]],"doubts":[["clock","The transcript runs 0.2 s late."]],"newcomers":[],"line_changes":[]}', '\x789cedd86930d6ef1a07f02cd9922d9224a4a4ac65df77d925d9d7ecbb16a5249252923625694349429624294952d6424a2aa1ec24d925398ffbbcf8dd2fcefccf9c39cd23d3f579fd9b7be6face7d3df73cdf050bc860ad71e0a5a73d2c32f687d3eb267875fc620bdbe8c4cd43ae570e72aab89dc86dfa0d1f00000000734ec824e8eaf3010e65d713791fa8d66f094eaa185ca6ea712affd34251f3901b55c3dc1ade671eb4d1495886a5be1ce3d1f63bf7e8cb22499b436975137cba01171e773249db1fce689812d0df9950d2c322e77434ebed2f41a3dd979ff52f51743e9ed34421b439e8da8b81a5ca6e31791fa984cd82932bbe73a9799ebadf4223667e20a57a845bd3fb6c611bbd84d5c1d457632b75fcce3f6a6794b43d74bb7e925f777b7c7117938cc391cc869f0206bb129ef6b0ca3b1dcb6a9c1134de7da5ac9f5dd1253af73dc53ad3bd892fbe71aab8c7dc6ba61631db9f5c39c4a5ee79baa08556cc2234a5666485964f6ce167860dd6076fd58ef3eaf8c71575304ad946a4d7ffe0d7db11ffa48b59d62132f3cdf46ac35d974a7bd9e4b74565bf9b596bb2e76ad9577625d7e8bbef29d79bee4b2c1fe454753f99dfbc50646bc8f5aaa1e51a5e670a5ae9c42d436fd68cf268f9c63efcc2b0d13a3cad7682775340dce38ec5d27687d35f4fadd2df71b1a49b45d631f2cedbe9358681974bfbd8149ca372de41ec103bc43e1f62170a7acee19a47b5256950f5d427d1902a6eef077496a963dae7be481eaae30b78cc649f31a59fd02377f4ade0ee674b9c7328365f1b508ef9281c5cc1e5799fc63c6544f36c9bc4c1572bfd1e31dade9ed48def9239d220b0eb29ab53d68cf1957ec5e8f7ebf6bee074bf476d963ca47eba452cb466854f2183f5ad719db80ea9887afe1d4f981d32a70d2ff5ca47bd5bbba78cddf52ea569e2a0eac9669190aae55e0574963747b562bf6c0cafe50d78bcd82e7d4aff62b76ce4db3581a56cce390b4cae0e289ff8b03eb8629947fe42f31bc31a67da24c25ef2f83d5a649336a17ba153fa7083c0ce1216a7ac5f4697fb158f370905bd58ea96476596fc5ded548bd8816a6eef427aabd4319df3ed9287eaf9b717333964fe3448e8913fd628b8bb8cdd2597c234f19b4a4cb3c8fe4a2ecf025a8b9411add8cf1b0ed6f2fa1731daa6ffd08bef928d7cb37a5729dbb6ec1993ab5f95a2dfafdf57cee99ebf70ebf5218d33ade2a1353cbe0f19acd32636c575481f7ebd6a47098be39d69c3cb7d0a51efe673ece4e03e7341ecb9e3f829c162cb6f91bcf74dbac338b3745b83986fa93506d025cabdf25c6018df2e1152ceee9431a175faa3506009a3d58defcac71af8fd0aa84daff44885d770b9e54ceb9d6f13dd57c66a9f36aa1ed3b46647118379d2578523753cdef9144609641904000000986bd0fd020000f81bcce35a06da30881d6287d8a1fb85eef74f8a9d1ca0fb050000007e934b3275beb4c92a4d81ccb7b55b4338738dba23780bcd07a3054bec2762c52a5c7fc307000000c09ceb6d787ceb6c8887a9e21ae6c9f69705c927f6381948f3d20f3797e75e8edc6ea325ce45f5b5b12423eea0f75615a125d35d750f534e07bb1acbad621c6fabba772d2ad04177e30a9ac10f65591723fcac344496924e2c4e8b3de061aa24c8f2a3fde583eb3141db0ca4f918463e95e75e39bac3565b9c8b7ae0ddd38cb8701f73d5754ba6bbeb1fdd3c1dec66222fb078bcad3a3ff178a0839e240fedf70f65d90987fdad34443929fade14a79d0bf5dca224c83ad5f18a74e25e6743193e86d1968abb578eeeb4d391584e3dd0549a7921dcc7426d3dfbafeefaa2d433fbdd4c1456334d7caece4f8adeeda827b9926ee8e3f3ec842301d69aa29c94fd6f9fdc3e17ea65a6bc9675aab3b6f0c6c9bdce46b2fc8b465b2af3ae1e239db8817be1b7a6d23bf1877c2dd48439667a5e17a59e0d71dfacb09a79f24bcdfda4e83d4efa522be9869b5fe45c3a1260a325b68cb2bfb124fd7c9897998a10dbcfceda8729a7f6b918c9ae621c6badccbb16b5cb7ed3066e9ac1f7cfeec447f859aa0b7340ec103bc43e1f62ef7d7cd64391b9bde08493347d736ea48d385563c6c1ad42d37529c1c6abc6abae05eaae182cbbe8a7b1b4b738d64389a5fd41cc3669864fb9476dc5a9df65849baf9baebf196c22305e9d18a8c7f3bd2cc15f83b3aff89ca7126bc7831867198696bb47ed24a89b32c32dd6ffaa4fdd6fb27aa23a69b7decaa1e709019a9cfd4fce7929b376169e74965dd49277cc6ec3c2a63b872c84675ea7866c5e3d5993b4477fe5f08b4b015acbfa4bce7ba9b0753e3ce522cbd89a1765bf81e6fd9d084be1050db7424cd74cbe4cde63c03b5c7e79bb16d7d792386f95255d0f4fbbca31b6dd8b72d848f3212bc24a644143da0153c11f2faf0719f08d945fd9a1cd35f034ce477549f7a3d36ef28bdbf28f3b48d27ec83e6c254af1262d748be0d4abeb7b0df9462baeecd4593e507ac1478dbdbbe88c9b02d3e7fc684749ba8fd947ac4529dfde0e355b3b557b63af11ff68e5d59d3adcdf4ae37dd5387a8aceba2b307fb91fed2445d79c73c4468cb2313dcc4ce8676dca3ea3556395d7766de21e7c16efa7ce319f6327077791e1c2839b16375cda2634702f4483fe559cbd406f76900a75d5192bde8e8c9df20b5c9eaf8b1934bbbffc40ab562a837f9d54fc9443c99a637d26b91cfb3eaa26d378554bc48e5917f14574e967b206362a5ca5702d173e39645ec01df6593b8d31e0b5cc45b20c02000000cc35e87e010000fc0de6712d036d18c40eb143ecd0fd42f7fb27c54e0ed0fd020000f81b3c21032929696919595939397905054545256565151555353575750d4d4d2d2d6d1d9d4dbaba7a7afa0606868646c6c626269b4d4db76c31dbbad5dcdcc2d2d2cacadac6c6d6cecededec1d1d1c9699bb3b38b8bab9b9bbbbb87a7a79797b78f8fafaf9fbf7fc07672cc01000000fc93ed01047f8c1fc697e083f1c678613c091e18778c1bc115e38271c66c2338611c310e047b8c1dc6166343b0c658612c09161873cc568c19610bc614b319634230c618610c0906187d8c1e4697b009a383d126686134311a1875821a4615a34250c6286114310a04798c1c4696208391c6486124091b311b3012187182184614234210c6acc7acc30811d66204316b08ab31029855187e021f8617b392c0835981e1c62c277061966138094b311c1876cc12021b8615c38261263061166318098b300c187a0c1d811643835948a0c6506128311404fc4fc70cf20b99467ece9a427e2093c804328e8c21a3b34690616408f98e0c22df9081595f917ea40fe9457a906ea46b5627d281b4235f90cf481bd28ab4ccfa8434231f910fc87ba4097937ab11798bbc411a90d7483d5237ab167985bc446a906aa40aa99c558194232f90e74819f20c299df5142941fefd2e15238f9122e4d1ac874821f2002940ee23f9c8bd5979c85d2417c941b2912ce4ceac4c240349476e2369c82d2475d64d2405b9815c47929124241121c7bbddd9d5d5ddd3dbd7d7ff7560e0dbe0f7a1a1e191d1d1b1f189c9c91f533f7f4eff9a215d5dd24da6a424dd726a6ad20a9016829696b42df4f4a44d5ab488b466a4a56362226d240b0b695bd9d848ab4c5a6c0e0ed2d67372927e11b8b8c8310700000030d7a0fb050000f03780ee17ba5fe87ea1fb85ee17ba5fe87ea1fb85ee170000c09f248c0c34c9801c7300000000ffe429000080ffac0480ff0d39de6dd5ff46edff478e3900000080b906dd2f000080bfc15c572b0000f0c79aeb2211cc3be478b7a1fb050000f037f817505a79e1');
INSERT INTO public.hearing VALUES ('shown', '', '47a23ed4dc5e6598fa6b37c9347056c6c4105d5745af2e46a62e5a14e5df5356', '2026-11-29 16:31:56.625772', '{"format":1,"id":"shown","source":"shown.wav","duration":30.0,"layout":"two_sides","turns":[["agent",0.5,2.02,[[0.5,0.8200000000000001,"Good",0.9],[0.9,1.2200000000000002,"morning,",0.9],[1.3,1.6199999999999999,"Dale",0.9],[1.7000000000000002,2.02,"Parcels.",0.9]]],["customer",3.0,6.12,[[3.0,3.3200000000000003,"My",0.9],[3.4,3.72,"parcel",0.9],[3.8,4.12,"never",0.9],[4.2,4.52,"came,",0.9],[4.6,4.92,"I",0.9],[5.0,5.32,"want",0.9],[5.4,5.720000000000001,"a",0.9],[5.800000000000001,6.12,"refund.",0.9]]],["agent",8.0,10.72,[[8.0,8.32,"We",0.9],[8.4,8.72,"don''t",0.9],[8.8,9.12,"do",0.9],[9.2,9.52,"refunds,",0.9],[9.6,9.92,"that''s",0.9],[10.0,10.32,"our",0.9],[10.4,10.72,"policy.",0.9]]]],"voices":[["agent",0.016,[1876,1876,1876]],["customer",0.016,[1876,1876,1876]]],"doubts":[["clock","The transcript runs 0.2 s late."]],"newcomers":[],"line_changes":[]}', '\x789cedd86930d6ef1a07f02cd9922d9224a4a4ac65df77d925d9d7ecbb16a5249252923625694349429624294952d6424a2aa1ec24d925398ffbbcf8dd2fcefccf9c39cd23d3f579fd9b7be6face7d3df73cdf050bc860ad71e0a5a73d2c32f687d3eb267875fc620bdbe8c4cd43ae570e72aab89dc86dfa0d1f00000000734ec824e8eaf3010e65d713791fa8d66f094eaa185ca6ea712affd34251f3901b55c3dc1ade671eb4d1495886a5be1ce3d1f63bf7e8cb22499b436975137cba01171e773249db1fce689812d0df9950d2c322e77434ebed2f41a3dd979ff52f51743e9ed34421b439e8da8b81a5ca6e31791fa984cd82932bbe73a9799ebadf4223667e20a57a845bd3fb6c611bbd84d5c1d457632b75fcce3f6a6794b43d74bb7e925f777b7c7117938cc391cc869f0206bb129ef6b0ca3b1dcb6a9c1134de7da5ac9f5dd1253af73dc53ad3bd892fbe71aab8c7dc6ba61631db9f5c39c4a5ee79baa08556cc2234a5666485964f6ce167860dd6076fd58ef3eaf8c71575304ad946a4d7ffe0d7db11ffa48b59d62132f3cdf46ac35d974a7bd9e4b74565bf9b596bb2e76ad9577625d7e8bbef29d79bee4b2c1fe454753f99dfbc50646bc8f5aaa1e51a5e670a5ae9c42d436fd68cf268f9c63efcc2b0d13a3cad7682775340dce38ec5d27687d35f4fadd2df71b1a49b45d631f2cedbe9358681974bfbd8149ca372de41ec103bc43e1f62170a7acee19a47b5256950f5d427d1902a6eef077496a963dae7be481eaae30b78cc649f31a59fd02377f4ade0ee674b9c7328365f1b508ef9281c5cc1e5799fc63c6544f36c9bc4c1572bfd1e31dade9ed48def9239d220b0eb29ab53d68cf1957ec5e8f7ebf6bee074bf476d963ca47eba452cb466854f2183f5ad719db80ea9887afe1d4f981d32a70d2ff5ca47bd5bbba78cddf52ea569e2a0eac9669190aae55e0574963747b562bf6c0cafe50d78bcd82e7d4aff62b76ce4db3581a56cce390b4cae0e289ff8b03eb8629947fe42f31bc31a67da24c25ef2f83d5a649336a17ba153fa7083c0ce1216a7ac5f4697fb158f370905bd58ea96476596fc5ded548bd8816a6eef427aabd4319df3ed9287eaf9b717333964fe3448e8913fd628b8bb8cdd2597c234f19b4a4cb3c8fe4a2ecf025a8b9411add8cf1b0ed6f2fa1731daa6ffd08bef928d7cb37a5729dbb6ec1993ab5f95a2dfafdf57cee99ebf70ebf5218d33ade2a1353cbe0f19acd32636c575481f7ebd6a47098be39d69c3cb7d0a51efe673ece4e03e7341ecb9e3f829c162cb6f91bcf74dbac338b3745b83986fa93506d025cabdf25c6018df2e1152ceee9431a175faa3506009a3d58defcac71af8fd0aa84daff44885d770b9e54ceb9d6f13dd57c66a9f36aa1ed3b46647118379d2578523753cdef9144609641904000000986bd0fd020000f81bcce35a06da30881d6287d8a1fb85eef74f8a9d1ca0fb050000007e934b3275beb4c92a4d81ccb7b55b4338738dba23780bcd07a3054bec2762c52a5c7fc307000000c09ceb6d787ceb6c8887a9e21ae6c9f69705c927f6381948f3d20f3797e75e8edc6ea325ce45f5b5b12423eea0f75615a125d35d750f534e07bb1acbad621c6fabba772d2ad04177e30a9ac10f65591723fcac344496924e2c4e8b3de061aa24c8f2a3fde583eb3141db0ca4f918463e95e75e39bac3565b9c8b7ae0ddd38cb8701f73d5754ba6bbeb1fdd3c1dec66222fb078bcad3a3ff178a0839e240fedf70f65d90987fdad34443929fade14a79d0bf5dca224c83ad5f18a74e25e6743193e86d1968abb578eeeb4d391584e3dd0549a7921dcc7426d3dfbafeefaa2d433fbdd4c1456334d7caece4f8adeeda827b9926ee8e3f3ec842301d69aa29c94fd6f9fdc3e17ea65a6bc9675aab3b6f0c6c9bdce46b2fc8b465b2af3ae1e239db8817be1b7a6d23bf1877c2dd48439667a5e17a59e0d71dfacb09a79f24bcdfda4e83d4efa522be9869b5fe45c3a1260a325b68cb2bfb124fd7c9897998a10dbcfceda8729a7f6b918c9ae621c6badccbb16b5cb7ed3066e9ac1f7cfeec447f859aa0b7340ec103bc43e1f62ef7d7cd64391b9bde08493347d736ea48d385563c6c1ad42d37529c1c6abc6abae05eaae182cbbe8a7b1b4b738d64389a5fd41cc3669864fb9476dc5a9df65849baf9baebf196c22305e9d18a8c7f3bd2cc15f83b3aff89ca7126bc7831867198696bb47ed24a89b32c32dd6ffaa4fdd6fb27aa23a69b7decaa1e709019a9cfd4fce7929b376169e74965dd49277cc6ec3c2a63b872c84675ea7866c5e3d5993b4477fe5f08b4b015acbfa4bce7ba9b0753e3ce522cbd89a1765bf81e6fd9d084be1050db7424cd74cbe4cde63c03b5c7e79bb16d7d792386f95255d0f4fbbca31b6dd8b72d848f3212bc24a644143da0153c11f2faf0719f08d945fd9a1cd35f034ce477549f7a3d36ef28bdbf28f3b48d27ec83e6c254af1262d748be0d4abeb7b0df9462baeecd4593e507ac1478dbdbbe88c9b02d3e7fc684749ba8fd947ac4529dfde0e355b3b557b63af11ff68e5d59d3adcdf4ae37dd5387a8aceba2b307fb91fed2445d79c73c4468cb2313dcc4ce8676dca3ea3556395d7766de21e7c16efa7ce319f6327077791e1c2839b16375cda2634702f4483fe559cbd406f76900a75d5192bde8e8c9df20b5c9eaf8b1934bbbffc40ab562a837f9d54fc9443c99a637d26b91cfb3eaa26d378554bc48e5917f14574e967b206362a5ca5702d173e39645ec01df6593b8d31e0b5cc45b20c02000000cc35e87e010000fc0de6712d036d18c40eb143ecd0fd42f7fb27c54e0ed0fd020000f81b3c21032929696919595939397905054545256565151555353575750d4d4d2d2d6d1d9d4dbaba7a7afa0606868646c6c626269b4d4db76c31dbbad5dcdcc2d2d2cacadac6c6d6cecededec1d1d1c9699bb3b38b8bab9b9bbbbb87a7a79797b78f8fafaf9fbf7fc07672cc01000000fc93ed01047f8c1fc697e083f1c678613c091e18778c1bc115e38271c66c2338611c310e047b8c1dc6166343b0c658612c09161873cc568c19610bc614b319634230c618610c0906187d8c1e4697b009a383d126686134311a1875821a4615a34250c6286114310a04798c1c4696208391c6486124091b311b3012187182184614234210c6acc7acc30811d66204316b08ab31029855187e021f8617b392c0835981e1c62c277061966138094b311c1876cc12021b8615c38261263061166318098b300c187a0c1d811643835948a0c6506128311404fc4fc70cf20b99467ece9a427e2093c804328e8c21a3b34690616408f98e0c22df9081595f917ea40fe9457a906ea46b5627d281b4235f90cf481bd28ab4ccfa8434231f910fc87ba4097937ab11798bbc411a90d7483d5237ab167985bc446a906aa40aa99c558194232f90e74819f20c299df5142941fefd2e15238f9122e4d1ac874821f2002940ee23f9c8bd5979c85d2417c941b2912ce4ceac4c240349476e2369c82d2475d64d2405b9815c47929124241121c7bbddd9d5d5ddd3dbd7d7ff7560e0dbe0f7a1a1e191d1d1b1f189c9c91f533f7f4eff9a215d5dd24da6a424dd726a6ad20a9016829696b42df4f4a44d5ab488b466a4a56362226d240b0b695bd9d848ab4c5a6c0e0ed2d67372927e11b8b8c8310700000030d7a0fb050000f03780ee17ba5fe87ea1fb85ee17ba5fe87ea1fb85ee170000c09f248c0c34c9801c7300000000ffe429000080ffac0480ff0d39de6dd5ff46edff478e3900000080b906dd2f000080bfc15c572b0000f0c79aeb2211cc3be478b7a1fb050000f037f817505a79e1');
INSERT INTO public.hearing VALUES ('mine', '', '208ad2bc9d547ecd18f24cf1b28770815baa9728fc04fc3792b8d4ccbdc61e31', '2026-11-29 16:31:56.679764', '{"format":1,"id":"mine","source":"mine.wav","duration":30.0,"layout":"two_sides","turns":[["agent",0.5,2.02,[[0.5,0.8200000000000001,"Good",0.9],[0.9,1.2200000000000002,"morning,",0.9],[1.3,1.6199999999999999,"Dale",0.9],[1.7000000000000002,2.02,"Parcels.",0.9]]],["customer",3.0,6.12,[[3.0,3.3200000000000003,"My",0.9],[3.4,3.72,"parcel",0.9],[3.8,4.12,"never",0.9],[4.2,4.52,"came,",0.9],[4.6,4.92,"I",0.9],[5.0,5.32,"want",0.9],[5.4,5.720000000000001,"a",0.9],[5.800000000000001,6.12,"refund.",0.9]]],["agent",8.0,10.72,[[8.0,8.32,"We",0.9],[8.4,8.72,"don''t",0.9],[8.8,9.12,"do",0.9],[9.2,9.52,"refunds,",0.9],[9.6,9.92,"that''s",0.9],[10.0,10.32,"our",0.9],[10.4,10.72,"policy.",0.9]]]],"voices":[["agent",0.016,[1876,1876,1876]],["customer",0.016,[1876,1876,1876]]],"doubts":[["clock","The transcript runs 0.2 s late."]],"newcomers":[],"line_changes":[]}', '\x789cedd86930d6ef1a07f02cd9922d9224a4a4ac65df77d925d9d7ecbb16a5249252923625694349429624294952d6424a2aa1ec24d925398ffbbcf8dd2fcefccf9c39cd23d3f579fd9b7be6face7d3df73cdf050bc860ad71e0a5a73d2c32f687d3eb267875fc620bdbe8c4cd43ae570e72aab89dc86dfa0d1f00000000734ec824e8eaf3010e65d713791fa8d66f094eaa185ca6ea712affd34251f3901b55c3dc1ade671eb4d1495886a5be1ce3d1f63bf7e8cb22499b436975137cba01171e773249db1fce689812d0df9950d2c322e77434ebed2f41a3dd979ff52f51743e9ed34421b439e8da8b81a5ca6e31791fa984cd82932bbe73a9799ebadf4223667e20a57a845bd3fb6c611bbd84d5c1d457632b75fcce3f6a6794b43d74bb7e925f777b7c7117938cc391cc869f0206bb129ef6b0ca3b1dcb6a9c1134de7da5ac9f5dd1253af73dc53ad3bd892fbe71aab8c7dc6ba61631db9f5c39c4a5ee79baa08556cc2234a5666485964f6ce167860dd6076fd58ef3eaf8c71575304ad946a4d7ffe0d7db11ffa48b59d62132f3cdf46ac35d974a7bd9e4b74565bf9b596bb2e76ad9577625d7e8bbef29d79bee4b2c1fe454753f99dfbc50646bc8f5aaa1e51a5e670a5ae9c42d436fd68cf268f9c63efcc2b0d13a3cad7682775340dce38ec5d27687d35f4fadd2df71b1a49b45d631f2cedbe9358681974bfbd8149ca372de41ec103bc43e1f62170a7acee19a47b5256950f5d427d1902a6eef077496a963dae7be481eaae30b78cc649f31a59fd02377f4ade0ee674b9c7328365f1b508ef9281c5cc1e5799fc63c6544f36c9bc4c1572bfd1e31dade9ed48def9239d220b0eb29ab53d68cf1957ec5e8f7ebf6bee074bf476d963ca47eba452cb466854f2183f5ad719db80ea9887afe1d4f981d32a70d2ff5ca47bd5bbba78cddf52ea569e2a0eac9669190aae55e0574963747b562bf6c0cafe50d78bcd82e7d4aff62b76ce4db3581a56cce390b4cae0e289ff8b03eb8629947fe42f31bc31a67da24c25ef2f83d5a649336a17ba153fa7083c0ce1216a7ac5f4697fb158f370905bd58ea96476596fc5ded548bd8816a6eef427aabd4319df3ed9287eaf9b717333964fe3448e8913fd628b8bb8cdd2597c234f19b4a4cb3c8fe4a2ecf025a8b9411add8cf1b0ed6f2fa1731daa6ffd08bef928d7cb37a5729dbb6ec1993ab5f95a2dfafdf57cee99ebf70ebf5218d33ade2a1353cbe0f19acd32636c575481f7ebd6a47098be39d69c3cb7d0a51efe673ece4e03e7341ecb9e3f829c162cb6f91bcf74dbac338b3745b83986fa93506d025cabdf25c6018df2e1152ceee9431a175faa3506009a3d58defcac71af8fd0aa84daff44885d770b9e54ceb9d6f13dd57c66a9f36aa1ed3b46647118379d2578523753cdef9144609641904000000986bd0fd020000f81bcce35a06da30881d6287d8a1fb85eef74f8a9d1ca0fb050000007e934b3275beb4c92a4d81ccb7b55b4338738dba23780bcd07a3054bec2762c52a5c7fc307000000c09ceb6d787ceb6c8887a9e21ae6c9f69705c927f6381948f3d20f3797e75e8edc6ea325ce45f5b5b12423eea0f75615a125d35d750f534e07bb1acbad621c6fabba772d2ad04177e30a9ac10f65591723fcac344496924e2c4e8b3de061aa24c8f2a3fde583eb3141db0ca4f918463e95e75e39bac3565b9c8b7ae0ddd38cb8701f73d5754ba6bbeb1fdd3c1dec66222fb078bcad3a3ff178a0839e240fedf70f65d90987fdad34443929fade14a79d0bf5dca224c83ad5f18a74e25e6743193e86d1968abb578eeeb4d391584e3dd0549a7921dcc7426d3dfbafeefaa2d433fbdd4c1456334d7caece4f8adeeda827b9926ee8e3f3ec842301d69aa29c94fd6f9fdc3e17ea65a6bc9675aab3b6f0c6c9bdce46b2fc8b465b2af3ae1e239db8817be1b7a6d23bf1877c2dd48439667a5e17a59e0d71dfacb09a79f24bcdfda4e83d4efa522be9869b5fe45c3a1260a325b68cb2bfb124fd7c9897998a10dbcfceda8729a7f6b918c9ae621c6badccbb16b5cb7ed3066e9ac1f7cfeec447f859aa0b7340ec103bc43e1f62ef7d7cd64391b9bde08493347d736ea48d385563c6c1ad42d37529c1c6abc6abae05eaae182cbbe8a7b1b4b738d64389a5fd41cc3669864fb9476dc5a9df65849baf9baebf196c22305e9d18a8c7f3bd2cc15f83b3aff89ca7126bc7831867198696bb47ed24a89b32c32dd6ffaa4fdd6fb27aa23a69b7decaa1e709019a9cfd4fce7929b376169e74965dd49277cc6ec3c2a63b872c84675ea7866c5e3d5993b4477fe5f08b4b015acbfa4bce7ba9b0753e3ce522cbd89a1765bf81e6fd9d084be1050db7424cd74cbe4cde63c03b5c7e79bb16d7d792386f95255d0f4fbbca31b6dd8b72d848f3212bc24a644143da0153c11f2faf0719f08d945fd9a1cd35f034ce477549f7a3d36ef28bdbf28f3b48d27ec83e6c254af1262d748be0d4abeb7b0df9462baeecd4593e507ac1478dbdbbe88c9b02d3e7fc684749ba8fd947ac4529dfde0e355b3b557b63af11ff68e5d59d3adcdf4ae37dd5387a8aceba2b307fb91fed2445d79c73c4468cb2313dcc4ce8676dca3ea3556395d7766de21e7c16efa7ce319f6327077791e1c2839b16375cda2634702f4483fe559cbd406f76900a75d5192bde8e8c9df20b5c9eaf8b1934bbbffc40ab562a837f9d54fc9443c99a637d26b91cfb3eaa26d378554bc48e5917f14574e967b206362a5ca5702d173e39645ec01df6593b8d31e0b5cc45b20c02000000cc35e87e010000fc0de6712d036d18c40eb143ecd0fd42f7fb27c54e0ed0fd020000f81b3c21032929696919595939397905054545256565151555353575750d4d4d2d2d6d1d9d4dbaba7a7afa0606868646c6c626269b4d4db76c31dbbad5dcdcc2d2d2cacadac6c6d6cecededec1d1d1c9699bb3b38b8bab9b9bbbbb87a7a79797b78f8fafaf9fbf7fc07672cc01000000fc93ed01047f8c1fc697e083f1c678613c091e18778c1bc115e38271c66c2338611c310e047b8c1dc6166343b0c658612c09161873cc568c19610bc614b319634230c618610c0906187d8c1e4697b009a383d126686134311a1875821a4615a34250c6286114310a04798c1c4696208391c6486124091b311b3012187182184614234210c6acc7acc30811d66204316b08ab31029855187e021f8617b392c0835981e1c62c277061966138094b311c1876cc12021b8615c38261263061166318098b300c187a0c1d811643835948a0c6506128311404fc4fc70cf20b99467ece9a427e2093c804328e8c21a3b34690616408f98e0c22df9081595f917ea40fe9457a906ea46b5627d281b4235f90cf481bd28ab4ccfa8434231f910fc87ba4097937ab11798bbc411a90d7483d5237ab167985bc446a906aa40aa99c558194232f90e74819f20c299df5142941fefd2e15238f9122e4d1ac874821f2002940ee23f9c8bd5979c85d2417c941b2912ce4ceac4c240349476e2369c82d2475d64d2405b9815c47929124241121c7bbddd9d5d5ddd3dbd7d7ff7560e0dbe0f7a1a1e191d1d1b1f189c9c91f533f7f4eff9a215d5dd24da6a424dd726a6ad20a9016829696b42df4f4a44d5ab488b466a4a56362226d240b0b695bd9d848ab4c5a6c0e0ed2d67372927e11b8b8c8310700000030d7a0fb050000f03780ee17ba5fe87ea1fb85ee17ba5fe87ea1fb85ee170000c09f248c0c34c9801c7300000000ffe429000080ffac0480ff0d39de6dd5ff46edff478e3900000080b906dd2f000080bfc15c572b0000f0c79aeb2211cc3be478b7a1fb050000f037f817505a79e1');
INSERT INTO public.job VALUES (1, '1f0b597a83294ca5d785c3a3c9e70754115b534adddd76e86e0320916840e13e', 'own', 'own.wav', '{}', NULL, NULL, 'queued', '', 0, NULL, 0, NULL, NULL, '2026-11-29 16:31:56.749149', NULL, NULL, NULL);
INSERT INTO public.job VALUES (2, 'e71fe02f01ebf029356c5488f1d9df119d82c553faf4ace681c696141b7cbb47', 'team', 'team.wav', '{}', NULL, NULL, 'queued', '', 0, NULL, 0, NULL, NULL, '2026-11-29 16:31:56.754815', NULL, NULL, NULL);
INSERT INTO public.job VALUES (3, 'b0a0752749b4e07f59fa4c14f2177ee665801a25bd5abe70bd32dfe423dcf6d7', 'nobodys', 'nobodys.wav', '{}', NULL, NULL, 'queued', '', 0, NULL, 0, NULL, NULL, '2026-11-29 16:31:56.757082', NULL, NULL, NULL);
INSERT INTO public.job VALUES (4, '47a23ed4dc5e6598fa6b37c9347056c6c4105d5745af2e46a62e5a14e5df5356', 'shown', 'shown.wav', '{}', NULL, NULL, 'queued', '', 0, NULL, 0, NULL, NULL, '2026-11-29 16:31:56.765692', NULL, NULL, NULL);
INSERT INTO public.job VALUES (5, '208ad2bc9d547ecd18f24cf1b28770815baa9728fc04fc3792b8d4ccbdc61e31', 'mine', 'mine.wav', '{}', NULL, NULL, 'queued', '', 0, NULL, 0, NULL, NULL, '2026-11-29 16:31:56.768029', NULL, NULL, '2099-01-01 00:00:00');
INSERT INTO public.legal_hold VALUES ('team', 'A lawsuit.', 'Typed', '2026-11-29 16:31:57.157805');
INSERT INTO public.mask VALUES ('own', 'd47bde212a1d', '[]');
INSERT INTO public.mask VALUES ('team', 'd47bde212a1d', '[]');
INSERT INTO public.mask VALUES ('nobodys', 'd47bde212a1d', '[]');
INSERT INTO public.mask VALUES ('shown', 'd47bde212a1d', '[]');
INSERT INTO public.mask VALUES ('mine', 'd47bde212a1d', '[]');
INSERT INTO public.note VALUES ('ff9cb6174cad4f46a46305cd1080221f', 'own', NULL, 1, 'Typed', '2026-11-29 16:31:56.494804', NULL, false, 1, 2, '', 'Said of own.', NULL, NULL, NULL, NULL, NULL, NULL, 'everybody');
INSERT INTO public.note VALUES ('6a9e90e6cb5d49bd92d59ef061a7c1fe', 'team', NULL, 1, 'Typed', '2026-11-29 16:31:56.552474', NULL, false, 1, 2, '', 'Said of team.', NULL, NULL, NULL, NULL, NULL, NULL, 'everybody');
INSERT INTO public.note VALUES ('6f51fc69553c47f2a9aed7bbf9c05807', 'nobodys', NULL, 1, 'Typed', '2026-11-29 16:31:56.610386', NULL, false, 1, 2, '', 'Said of nobodys.', NULL, NULL, NULL, NULL, NULL, NULL, 'everybody');
INSERT INTO public.note VALUES ('b82127d2b2fc4fa9ad61c589cc3ce5f0', 'shown', NULL, 1, 'Typed', '2026-11-29 16:31:56.661311', NULL, false, 1, 2, '', 'Said of shown.', NULL, NULL, NULL, NULL, NULL, NULL, 'everybody');
INSERT INTO public.note VALUES ('4d1c19538c1745e0b4590b5e64bf60c5', 'mine', NULL, 1, 'Typed', '2026-11-29 16:31:56.721006', NULL, false, 1, 2, '', 'Said of mine.', NULL, NULL, NULL, NULL, NULL, NULL, 'everybody');
INSERT INTO public.note VALUES ('ab82f048a1a943978965bda070b339df', 'own', NULL, 2, 'Typed', '2026-11-29 16:31:57.016103', '2026-11-29 16:31:57.032178', false, 8, 10.8, '', 'She is quoting, not hiding.', 'disagree', 'pushed', 'policy_shield', NULL, NULL, NULL, 'everybody');
INSERT INTO public.note_version VALUES ('ab82f048a1a943978965bda070b339df', 1, '2026-11-29 16:31:57.016103', 8, 10.8, '', 'She is quoting.', 'disagree', 'everybody');
INSERT INTO public.notice VALUES (1, 1, '', 'evaluated', 'own', NULL, 1, NULL, 'Typed', '2026-11-29 16:31:56.826211', NULL);
INSERT INTO public.notice VALUES (2, 2, '', 'appealed', 'own', NULL, 1, NULL, 'Typed agent', '2026-11-29 16:31:56.844726', NULL);
INSERT INTO public.notice VALUES (3, 2, '', 'appealed', 'team', NULL, 2, NULL, 'Typed agent', '2026-11-29 16:31:56.884719', NULL);
INSERT INTO public.notice VALUES (4, 4, '', 'appealed', 'shown', NULL, 4, NULL, 'Typed agent', '2026-11-29 16:31:56.96596', NULL);
INSERT INTO public.person VALUES (1, 'ama@house.example', 'Ama', '2020-01-01 00:00:00', NULL);
INSERT INTO public.person VALUES (2, 'cora@house.example', 'Cora', '2020-01-01 00:00:00', NULL);
INSERT INTO public.person VALUES (3, 'rae@house.example', 'Rae', '2020-01-01 00:00:00', NULL);
INSERT INTO public.person VALUES (4, 'ada@house.example', 'Ada', '2020-01-01 00:00:00', NULL);
INSERT INTO public.person VALUES (5, 'nil@house.example', 'Nil', '2020-01-01 00:00:00', NULL);
INSERT INTO public.person VALUES (6, 'bo@house.example', 'Bo', '2020-01-01 00:00:00', NULL);
INSERT INTO public.person VALUES (7, 'val@house.example', 'Val', '2020-01-01 00:00:00', NULL);
INSERT INTO public.person_role VALUES (1, 'agent');
INSERT INTO public.person_role VALUES (2, 'coach');
INSERT INTO public.person_role VALUES (3, 'reviewer');
INSERT INTO public.person_role VALUES (4, 'admin');
INSERT INTO public.person_role VALUES (6, 'agent');
INSERT INTO public.person_role VALUES (7, 'reviewer');
INSERT INTO public.person_team VALUES (2, 1);
INSERT INTO public.person_team VALUES (3, 1);
INSERT INTO public.person_team VALUES (7, 1);
INSERT INTO public.recording VALUES ('1f0b597a83294ca5d785c3a3c9e70754115b534adddd76e86e0320916840e13e', '.wav', 'own.wav', 3244, '2026-11-29 16:31:56.418274');
INSERT INTO public.recording VALUES ('e71fe02f01ebf029356c5488f1d9df119d82c553faf4ace681c696141b7cbb47', '.wav', 'team.wav', 3244, '2026-11-29 16:31:56.511837');
INSERT INTO public.recording VALUES ('b0a0752749b4e07f59fa4c14f2177ee665801a25bd5abe70bd32dfe423dcf6d7', '.wav', 'nobodys.wav', 3244, '2026-11-29 16:31:56.567285');
INSERT INTO public.recording VALUES ('47a23ed4dc5e6598fa6b37c9347056c6c4105d5745af2e46a62e5a14e5df5356', '.wav', 'shown.wav', 3244, '2026-11-29 16:31:56.620999');
INSERT INTO public.recording VALUES ('208ad2bc9d547ecd18f24cf1b28770815baa9728fc04fc3792b8d4ccbdc61e31', '.wav', 'mine.wav', 3244, '2026-11-29 16:31:56.676141');
INSERT INTO public.report VALUES ('team', 'f1', '2026-11-29 16:31:56.545563', '{"format":1,"call_id":"team","duration":30.0,"measures":[{"name":"overlap","span":{"start":7.9,"end":8.1},"speaker":"agent","value":0.2,"unit":"s","words":"","withheld":null},{"name":"talk_share","span":{"start":0.0,"end":30.0},"speaker":"agent","value":0.6,"unit":"of speech","words":"","withheld":null},{"name":"pitch","span":{"start":0.0,"end":30.0},"speaker":"customer","value":null,"unit":"Hz","words":"","withheld":"Too little speech."}],"moments":[{"kind":"pushed","technique":"policy_shield","span":{"start":8.0,"end":10.8},"speaker":"agent","headline":"pushed with policy_shield","because":"\u201cthat''s our policy\u201d","words":"that''s our policy","rule":"","instead":null,"response":{"after":"hotter","because":"pitch up 2 semitones","change":0.8,"margin":0.3,"usual":false,"livelier":false,"before":null},"confidence":"high","likely":null}],"placebos":[],"outcome":{"kind":"unclear","because":"This review is older than the judging of endings; judge the calls anew."}}');
INSERT INTO public.report VALUES ('nobodys', 'f1', '2026-11-29 16:31:56.602793', '{"format":1,"call_id":"nobodys","duration":30.0,"measures":[{"name":"overlap","span":{"start":7.9,"end":8.1},"speaker":"agent","value":0.2,"unit":"s","words":"","withheld":null},{"name":"talk_share","span":{"start":0.0,"end":30.0},"speaker":"agent","value":0.6,"unit":"of speech","words":"","withheld":null},{"name":"pitch","span":{"start":0.0,"end":30.0},"speaker":"customer","value":null,"unit":"Hz","words":"","withheld":"Too little speech."}],"moments":[{"kind":"pushed","technique":"policy_shield","span":{"start":8.0,"end":10.8},"speaker":"agent","headline":"pushed with policy_shield","because":"\u201cthat''s our policy\u201d","words":"that''s our policy","rule":"","instead":null,"response":{"after":"hotter","because":"pitch up 2 semitones","change":0.8,"margin":0.3,"usual":false,"livelier":false,"before":null},"confidence":"high","likely":null}],"placebos":[],"outcome":{"kind":"unclear","because":"This review is older than the judging of endings; judge the calls anew."}}');
INSERT INTO public.report VALUES ('shown', 'f1', '2026-11-29 16:31:56.650334', '{"format":1,"call_id":"shown","duration":30.0,"measures":[{"name":"overlap","span":{"start":7.9,"end":8.1},"speaker":"agent","value":0.2,"unit":"s","words":"","withheld":null},{"name":"talk_share","span":{"start":0.0,"end":30.0},"speaker":"agent","value":0.6,"unit":"of speech","words":"","withheld":null},{"name":"pitch","span":{"start":0.0,"end":30.0},"speaker":"customer","value":null,"unit":"Hz","words":"","withheld":"Too little speech."}],"moments":[{"kind":"pushed","technique":"policy_shield","span":{"start":8.0,"end":10.8},"speaker":"agent","headline":"pushed with policy_shield","because":"\u201cthat''s our policy\u201d","words":"that''s our policy","rule":"","instead":null,"response":{"after":"hotter","because":"pitch up 2 semitones","change":0.8,"margin":0.3,"usual":false,"livelier":false,"before":null},"confidence":"high","likely":null}],"placebos":[],"outcome":{"kind":"unclear","because":"This review is older than the judging of endings; judge the calls anew."}}');
INSERT INTO public.report VALUES ('mine', 'f1', '2026-11-29 16:31:56.708262', '{"format":1,"call_id":"mine","duration":30.0,"measures":[{"name":"overlap","span":{"start":7.9,"end":8.1},"speaker":"agent","value":0.2,"unit":"s","words":"","withheld":null},{"name":"talk_share","span":{"start":0.0,"end":30.0},"speaker":"agent","value":0.6,"unit":"of speech","words":"","withheld":null},{"name":"pitch","span":{"start":0.0,"end":30.0},"speaker":"customer","value":null,"unit":"Hz","words":"","withheld":"Too little speech."}],"moments":[{"kind":"pushed","technique":"policy_shield","span":{"start":8.0,"end":10.8},"speaker":"agent","headline":"pushed with policy_shield","because":"\u201cthat''s our policy\u201d","words":"that''s our policy","rule":"","instead":null,"response":{"after":"hotter","because":"pitch up 2 semitones","change":0.8,"margin":0.3,"usual":false,"livelier":false,"before":null},"confidence":"high","likely":null}],"placebos":[],"outcome":{"kind":"unclear","because":"This review is older than the judging of endings; judge the calls anew."}}');
INSERT INTO public.report VALUES ('own', 'f2', '2026-11-29 16:31:57.005467', '{"format":1,"call_id":"own","duration":30.0,"measures":[{"name":"overlap","span":{"start":7.9,"end":8.1},"speaker":"agent","value":0.2,"unit":"s","words":"","withheld":null},{"name":"talk_share","span":{"start":0.0,"end":30.0},"speaker":"agent","value":0.6,"unit":"of speech","words":"","withheld":null},{"name":"pitch","span":{"start":0.0,"end":30.0},"speaker":"customer","value":null,"unit":"Hz","words":"","withheld":"Too little speech."}],"moments":[{"kind":"pushed","technique":"policy_shield","span":{"start":8.0,"end":10.8},"speaker":"agent","headline":"pushed with policy_shield","because":"\u201cthat''s our policy\u201d","words":"that''s our policy","rule":"","instead":null,"response":null,"confidence":"high","likely":null}],"placebos":[],"outcome":{"kind":"unclear","because":"This review is older than the judging of endings; judge the calls anew."}}');
INSERT INTO public.retention_notice VALUES ('own', '2099-01-01 00:00:00', '2098-12-31 23:00:00', 0);
INSERT INTO public.retention_notice VALUES ('team', '2099-01-01 00:00:00', '2098-12-31 23:00:00', 0);
INSERT INTO public.retention_notice VALUES ('nobodys', '2099-01-01 00:00:00', '2098-12-31 23:00:00', 0);
INSERT INTO public.retention_notice VALUES ('shown', '2099-01-01 00:00:00', '2098-12-31 23:00:00', 0);
INSERT INTO public.retention_notice VALUES ('mine', '2099-01-01 00:00:00', '2098-12-31 23:00:00', 0);
INSERT INTO public.setting VALUES ('retention', '{"house": 365}', 1);
INSERT INTO public.spoken VALUES ('own', ' good morning dale parcels my parcel ever came i want a refund we don''t do refunds that''s our policy ');
INSERT INTO public.spoken VALUES ('team', ' good morning dale parcels my parcel ever came i want a refund we don''t do refunds that''s our policy ');
INSERT INTO public.spoken VALUES ('nobodys', ' good morning dale parcels my parcel ever came i want a refund we don''t do refunds that''s our policy ');
INSERT INTO public.spoken VALUES ('shown', ' good morning dale parcels my parcel ever came i want a refund we don''t do refunds that''s our policy ');
INSERT INTO public.spoken VALUES ('mine', ' good morning dale parcels my parcel ever came i want a refund we don''t do refunds that''s our policy ');
INSERT INTO public.tally VALUES ('team', 'pushed', 'policy_shield', 'hotter', 'high', 1);
INSERT INTO public.tally VALUES ('nobodys', 'pushed', 'policy_shield', 'hotter', 'high', 1);
INSERT INTO public.tally VALUES ('shown', 'pushed', 'policy_shield', 'hotter', 'high', 1);
INSERT INTO public.tally VALUES ('mine', 'pushed', 'policy_shield', 'hotter', 'high', 1);
INSERT INTO public.tally VALUES ('own', 'pushed', 'policy_shield', '', 'low', 1);
INSERT INTO public.team VALUES (1, 'Blue');
INSERT INTO public.team VALUES (3, 'Red');
SELECT pg_catalog.setval('public.agent_id_seq', 3, true);
SELECT pg_catalog.setval('public.appeal_id_seq', 5, true);
SELECT pg_catalog.setval('public.calibration_id_seq', 1, false);
SELECT pg_catalog.setval('public.call_draw_id_seq', 1, false);
SELECT pg_catalog.setval('public.coaching_session_id_seq', 1, false);
SELECT pg_catalog.setval('public.evaluation_id_seq', 5, true);
SELECT pg_catalog.setval('public.form_id_seq', 1, true);
SELECT pg_catalog.setval('public.job_id_seq', 5, true);
SELECT pg_catalog.setval('public.mended_rule_id_seq', 1, false);
SELECT pg_catalog.setval('public.notice_id_seq', 4, true);
SELECT pg_catalog.setval('public.person_id_seq', 7, true);
SELECT pg_catalog.setval('public.team_id_seq', 3, true);
ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_name_key UNIQUE (name);
ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.agreed_answer
    ADD CONSTRAINT agreed_answer_pkey PRIMARY KEY (calibration_id, call_id, question_id);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.answer
    ADD CONSTRAINT answer_pkey PRIMARY KEY (call_id, kind, technique, stratum);
ALTER TABLE ONLY public.appeal
    ADD CONSTRAINT appeal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_pkey PRIMARY KEY (call_id, person_id);
ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (n);
ALTER TABLE ONLY public.audit_head
    ADD CONSTRAINT audit_head_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calibration
    ADD CONSTRAINT calibration_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calibration_seat
    ADD CONSTRAINT calibration_seat_pkey PRIMARY KEY (calibration_id, number);
ALTER TABLE ONLY public.call_draw_call
    ADD CONSTRAINT call_draw_call_pkey PRIMARY KEY (draw_id, call_id);
ALTER TABLE ONLY public.call_draw
    ADD CONSTRAINT call_draw_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.call
    ADD CONSTRAINT call_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.call_share
    ADD CONSTRAINT call_share_pkey PRIMARY KEY (call_id, person_id);
ALTER TABLE ONLY public.clip
    ADD CONSTRAINT clip_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.coaching_item
    ADD CONSTRAINT coaching_item_pkey PRIMARY KEY (session_id, number);
ALTER TABLE ONLY public.coaching_moment
    ADD CONSTRAINT coaching_moment_pkey PRIMARY KEY (session_id, number);
ALTER TABLE ONLY public.coaching_session
    ADD CONSTRAINT coaching_session_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.correction
    ADD CONSTRAINT correction_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.evaluation_answer
    ADD CONSTRAINT evaluation_answer_pkey PRIMARY KEY (evaluation_id, question_id);
ALTER TABLE ONLY public.evaluation
    ADD CONSTRAINT evaluation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.form
    ADD CONSTRAINT form_name_key UNIQUE (name);
ALTER TABLE ONLY public.form
    ADD CONSTRAINT form_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.form_version
    ADD CONSTRAINT form_version_pkey PRIMARY KEY (form_id, version);
ALTER TABLE ONLY public.hearing
    ADD CONSTRAINT hearing_pkey PRIMARY KEY (call_id, depends);
ALTER TABLE ONLY public.job_file
    ADD CONSTRAINT job_file_pkey PRIMARY KEY (job_id, name);
ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.leaving
    ADD CONSTRAINT leaving_pkey PRIMARY KEY (path);
ALTER TABLE ONLY public.legal_hold
    ADD CONSTRAINT legal_hold_pkey PRIMARY KEY (call_id);
ALTER TABLE ONLY public.mask
    ADD CONSTRAINT mask_pkey PRIMARY KEY (call_id);
ALTER TABLE ONLY public.mended_rule
    ADD CONSTRAINT mended_rule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.note_version
    ADD CONSTRAINT note_version_pkey PRIMARY KEY (note_id, version);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_email_key UNIQUE (email);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.person_role
    ADD CONSTRAINT person_role_pkey PRIMARY KEY (person_id, role);
ALTER TABLE ONLY public.person_team
    ADD CONSTRAINT person_team_pkey PRIMARY KEY (person_id, team_id);
ALTER TABLE ONLY public.playlist
    ADD CONSTRAINT playlist_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.recording
    ADD CONSTRAINT recording_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_pkey PRIMARY KEY (call_id);
ALTER TABLE ONLY public.retention_notice
    ADD CONSTRAINT retention_notice_pkey PRIMARY KEY (call_id);
ALTER TABLE ONLY public.retention_watch
    ADD CONSTRAINT retention_watch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT saved_view_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.sign_in
    ADD CONSTRAINT sign_in_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.spoken
    ADD CONSTRAINT spoken_pkey PRIMARY KEY (call_id);
ALTER TABLE ONLY public.tally
    ADD CONSTRAINT tally_pkey PRIMARY KEY (call_id, kind, technique, after, confidence);
ALTER TABLE ONLY public.team
    ADD CONSTRAINT team_name_key UNIQUE (name);
ALTER TABLE ONLY public.team
    ADD CONSTRAINT team_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.typed_name
    ADD CONSTRAINT typed_name_pkey PRIMARY KEY (name);
CREATE INDEX ix_agent_person_id ON public.agent USING btree (person_id);
CREATE INDEX ix_agent_team_id ON public.agent USING btree (team_id);
CREATE INDEX ix_appeal_evaluation_id ON public.appeal USING btree (evaluation_id);
CREATE INDEX ix_assignment_person_id ON public.assignment USING btree (person_id);
CREATE INDEX ix_audit_event_act ON public.audit_event USING btree (act);
CREATE INDEX ix_audit_event_at ON public.audit_event USING btree (at);
CREATE INDEX ix_audit_event_call_id ON public.audit_event USING btree (call_id);
CREATE INDEX ix_audit_event_person_id ON public.audit_event USING btree (person_id);
CREATE INDEX ix_calibration_seat_person_id ON public.calibration_seat USING btree (person_id);
CREATE INDEX ix_call_agent_id ON public.call USING btree (agent_id);
CREATE INDEX ix_call_brought ON public.call USING btree (brought_by) WHERE (brought_by IS NOT NULL);
CREATE INDEX ix_call_date ON public.call USING btree (date);
CREATE INDEX ix_call_delete_due ON public.call USING btree (delete_due);
CREATE INDEX ix_call_outcome ON public.call USING btree (outcome);
CREATE INDEX ix_call_practice ON public.call USING btree (practice_of) WHERE (practice_of IS NOT NULL);
CREATE INDEX ix_call_share_person_id ON public.call_share USING btree (person_id);
CREATE INDEX ix_clip_call_id ON public.clip USING btree (call_id);
CREATE INDEX ix_clip_keeper_id ON public.clip USING btree (keeper_id);
CREATE INDEX ix_clip_playlist_id ON public.clip USING btree (playlist_id);
CREATE INDEX ix_coaching_moment_call_id ON public.coaching_moment USING btree (call_id);
CREATE INDEX ix_coaching_session_agent_id ON public.coaching_session USING btree (agent_id);
CREATE INDEX ix_coaching_session_coach_id ON public.coaching_session USING btree (coach_id);
CREATE INDEX ix_coaching_session_held ON public.coaching_session USING btree (held);
CREATE INDEX ix_correction_call_id ON public.correction USING btree (call_id);
CREATE INDEX ix_evaluation_calibration_id ON public.evaluation USING btree (calibration_id);
CREATE INDEX ix_evaluation_call_id ON public.evaluation USING btree (call_id);
CREATE INDEX ix_evaluation_finished ON public.evaluation USING btree (finished);
CREATE INDEX ix_evaluation_form ON public.evaluation USING btree (form_id, version);
CREATE INDEX ix_evaluation_reviewer ON public.evaluation USING btree (reviewer);
CREATE INDEX ix_evaluation_reviewer_id ON public.evaluation USING btree (reviewer_id);
CREATE INDEX ix_hearing_recording_id ON public.hearing USING btree (recording_id);
CREATE INDEX ix_job_call_id ON public.job USING btree (call_id);
CREATE INDEX ix_job_recording_id ON public.job USING btree (recording_id);
CREATE INDEX ix_job_state ON public.job USING btree (state);
CREATE INDEX ix_mended_rule_appeal_id ON public.mended_rule USING btree (appeal_id);
CREATE INDEX ix_note_author_id ON public.note USING btree (author_id);
CREATE INDEX ix_note_call_id ON public.note USING btree (call_id);
CREATE INDEX ix_note_reply_to ON public.note USING btree (reply_to);
CREATE INDEX ix_note_technique ON public.note USING btree (technique);
CREATE INDEX ix_notice_call_id ON public.notice USING btree (call_id);
CREATE INDEX ix_notice_evaluation_id ON public.notice USING btree (evaluation_id);
CREATE INDEX ix_notice_note_id ON public.notice USING btree (note_id);
CREATE INDEX ix_notice_person ON public.notice USING btree (person_id, read);
CREATE INDEX ix_person_team_team_id ON public.person_team USING btree (team_id);
CREATE INDEX ix_playlist_owner_id ON public.playlist USING btree (owner_id);
CREATE INDEX ix_playlist_team_id ON public.playlist USING btree (team_id);
CREATE INDEX ix_report_fingerprint ON public.report USING btree (fingerprint);
CREATE INDEX ix_retention_notice_due ON public.retention_notice USING btree (due);
CREATE INDEX ix_sign_in_person_id ON public.sign_in USING btree (person_id);
CREATE INDEX ix_spoken_none ON public.spoken USING btree (call_id) WHERE (words = ' '::text);
CREATE INDEX ix_tally_technique ON public.tally USING btree (technique, call_id);
CREATE TRIGGER audit_event_is_kept BEFORE TRUNCATE ON public.audit_event FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuses();
CREATE TRIGGER audit_event_stays BEFORE DELETE OR UPDATE ON public.audit_event FOR EACH ROW EXECUTE FUNCTION public.audit_refuses();
CREATE TRIGGER audit_head_grows BEFORE UPDATE ON public.audit_head FOR EACH ROW WHEN (((new.n <= old.n) OR (new.id <> old.id))) EXECUTE FUNCTION public.audit_refuses();
CREATE TRIGGER audit_head_is_kept BEFORE DELETE ON public.audit_head FOR EACH ROW EXECUTE FUNCTION public.audit_refuses();
CREATE TRIGGER audit_head_stays BEFORE TRUNCATE ON public.audit_head FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuses();
ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.team(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.agreed_answer
    ADD CONSTRAINT agreed_answer_calibration_id_fkey FOREIGN KEY (calibration_id) REFERENCES public.calibration(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.agreed_answer
    ADD CONSTRAINT agreed_answer_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.answer
    ADD CONSTRAINT answer_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.appeal
    ADD CONSTRAINT appeal_evaluation_id_fkey FOREIGN KEY (evaluation_id) REFERENCES public.evaluation(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_by_id_fkey FOREIGN KEY (by_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.calibration
    ADD CONSTRAINT calibration_leader_id_fkey FOREIGN KEY (leader_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.calibration
    ADD CONSTRAINT calibration_reference_id_fkey FOREIGN KEY (reference_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.calibration_seat
    ADD CONSTRAINT calibration_seat_calibration_id_fkey FOREIGN KEY (calibration_id) REFERENCES public.calibration(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.calibration_seat
    ADD CONSTRAINT calibration_seat_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.call
    ADD CONSTRAINT call_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.agent(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.call
    ADD CONSTRAINT call_brought_by_fkey FOREIGN KEY (brought_by) REFERENCES public.person(id);
ALTER TABLE ONLY public.call_draw_call
    ADD CONSTRAINT call_draw_call_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.call_draw_call
    ADD CONSTRAINT call_draw_call_draw_id_fkey FOREIGN KEY (draw_id) REFERENCES public.call_draw(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.call
    ADD CONSTRAINT call_practice_of_fkey FOREIGN KEY (practice_of) REFERENCES public.person(id);
ALTER TABLE ONLY public.call_share
    ADD CONSTRAINT call_share_by_id_fkey FOREIGN KEY (by_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.call_share
    ADD CONSTRAINT call_share_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.call_share
    ADD CONSTRAINT call_share_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.clip
    ADD CONSTRAINT clip_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.clip
    ADD CONSTRAINT clip_keeper_id_fkey FOREIGN KEY (keeper_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.clip
    ADD CONSTRAINT clip_playlist_id_fkey FOREIGN KEY (playlist_id) REFERENCES public.playlist(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.coaching_item
    ADD CONSTRAINT coaching_item_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.coaching_session(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.coaching_moment
    ADD CONSTRAINT coaching_moment_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.coaching_moment
    ADD CONSTRAINT coaching_moment_session_id_number_fkey FOREIGN KEY (session_id, number) REFERENCES public.coaching_item(session_id, number) ON DELETE CASCADE;
ALTER TABLE ONLY public.coaching_session
    ADD CONSTRAINT coaching_session_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.agent(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.coaching_session
    ADD CONSTRAINT coaching_session_coach_id_fkey FOREIGN KEY (coach_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.correction
    ADD CONSTRAINT correction_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.evaluation_answer
    ADD CONSTRAINT evaluation_answer_evaluation_id_fkey FOREIGN KEY (evaluation_id) REFERENCES public.evaluation(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.evaluation
    ADD CONSTRAINT evaluation_calibration_id_fkey FOREIGN KEY (calibration_id) REFERENCES public.calibration(id);
ALTER TABLE ONLY public.evaluation
    ADD CONSTRAINT evaluation_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.evaluation
    ADD CONSTRAINT evaluation_reviewer_id_fkey FOREIGN KEY (reviewer_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.form_version
    ADD CONSTRAINT form_version_form_id_fkey FOREIGN KEY (form_id) REFERENCES public.form(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.hearing
    ADD CONSTRAINT hearing_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.hearing
    ADD CONSTRAINT hearing_recording_id_fkey FOREIGN KEY (recording_id) REFERENCES public.recording(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_added_by_fkey FOREIGN KEY (added_by) REFERENCES public.person(id);
ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.job_file
    ADD CONSTRAINT job_file_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.job(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_recording_id_fkey FOREIGN KEY (recording_id) REFERENCES public.recording(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.legal_hold
    ADD CONSTRAINT legal_hold_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.mask
    ADD CONSTRAINT mask_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.mended_rule
    ADD CONSTRAINT mended_rule_appeal_id_fkey FOREIGN KEY (appeal_id) REFERENCES public.appeal(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_reply_to_fkey FOREIGN KEY (reply_to) REFERENCES public.note(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.note_version
    ADD CONSTRAINT note_version_note_id_fkey FOREIGN KEY (note_id) REFERENCES public.note(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_evaluation_id_fkey FOREIGN KEY (evaluation_id) REFERENCES public.evaluation(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_note_id_fkey FOREIGN KEY (note_id) REFERENCES public.note(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.person_role
    ADD CONSTRAINT person_role_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.person_team
    ADD CONSTRAINT person_team_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.person_team
    ADD CONSTRAINT person_team_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.team(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.playlist
    ADD CONSTRAINT playlist_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.playlist
    ADD CONSTRAINT playlist_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.team(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.retention_notice
    ADD CONSTRAINT retention_notice_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT saved_view_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.sign_in
    ADD CONSTRAINT sign_in_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.spoken
    ADD CONSTRAINT spoken_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.tally
    ADD CONSTRAINT tally_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.call(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.typed_name
    ADD CONSTRAINT typed_name_by_id_fkey FOREIGN KEY (by_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.typed_name
    ADD CONSTRAINT typed_name_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE public.agent ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.agreed_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.appeal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.calibration ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.calibration_seat ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.call ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.call_draw ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.call_draw_call ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.call_share ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.clip ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.coaching_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.coaching_moment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.coaching_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.correction ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.evaluation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.evaluation_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.form ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.form_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hearing ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.job ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.job_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.leaving ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.legal_hold ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.mask ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.mended_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.note ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.note_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_delete ON public.note AS RESTRICTIVE FOR DELETE USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (author_id = ( SELECT public.sameside_person() AS sameside_person))));
CREATE POLICY own_insert ON public.note AS RESTRICTIVE FOR INSERT WITH CHECK ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (author_id = ( SELECT public.sameside_person() AS sameside_person))));
CREATE POLICY own_update ON public.note AS RESTRICTIVE FOR UPDATE USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (author_id = ( SELECT public.sameside_person() AS sameside_person))));
ALTER TABLE public.person ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.person_role ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.person_team ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.playlist ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.recording ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.report ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.retention_notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.retention_watch ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.saved_view ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON public.agent USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (person_id = ( SELECT public.sameside_person() AS sameside_person))) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is)) AND (team_id IN ( SELECT public.sameside_teams() AS sameside_teams))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (id IN ( SELECT call.agent_id
   FROM public.call
  WHERE (((call.id)::text IN ( SELECT call_share.call_id
           FROM public.call_share
          WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person)))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND ((call.id)::text IN ( SELECT assignment.call_id
           FROM public.assignment
          WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))))))))));
CREATE POLICY seen ON public.agreed_answer USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is) OR ( SELECT public.sameside_is('admin'::text) AS sameside_is)) AND (EXISTS ( SELECT 1
   FROM public.calibration
  WHERE ((calibration.id = agreed_answer.calibration_id) AND (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is) OR ( SELECT public.sameside_is('admin'::text) AS sameside_is)) AND ((calibration.leader_id = ( SELECT public.sameside_person() AS sameside_person)) OR (calibration.id IN ( SELECT calibration_seat.calibration_id
           FROM public.calibration_seat
          WHERE (calibration_seat.person_id = ( SELECT public.sameside_person() AS sameside_person)))))))))) AND (EXISTS ( SELECT 1
   FROM public.call
  WHERE (((call.id)::text = (agreed_answer.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
           FROM public.assignment
          WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
           FROM public.call_share
          WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL)))))))));
CREATE POLICY seen ON public.answer USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR
CASE
    WHEN ( SELECT public.sameside_is('admin'::text) AS sameside_is) THEN (NOT ((call_id)::text IN ( SELECT public.sameside_hidden() AS sameside_hidden)))
    ELSE (EXISTS ( SELECT 1
       FROM public.call
      WHERE ((call.id)::text = (answer.call_id)::text)))
END));
CREATE POLICY seen ON public.appeal USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (EXISTS ( SELECT 1
   FROM public.evaluation
  WHERE ((evaluation.id = appeal.evaluation_id) AND (EXISTS ( SELECT 1
           FROM public.call
          WHERE (((call.id)::text = (evaluation.call_id)::text) AND ((( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
                   FROM public.assignment
                  WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL))) AND ((evaluation.reviewer_id = ( SELECT public.sameside_person() AS sameside_person)) OR (((evaluation.finished IS NOT NULL) AND (evaluation.kind = 'review'::text)) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is) OR ( SELECT public.sameside_is('admin'::text) AS sameside_is)) AND (evaluation.finished IS NOT NULL) AND (evaluation.kind = 'calibration'::text) AND ((evaluation.calibration_id IN ( SELECT calibration.id
                   FROM public.calibration
                  WHERE ((calibration.opened IS NOT NULL) AND (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is) OR ( SELECT public.sameside_is('admin'::text) AS sameside_is)) AND ((calibration.leader_id = ( SELECT public.sameside_person() AS sameside_person)) OR (calibration.id IN ( SELECT calibration_seat.calibration_id
                           FROM public.calibration_seat
                          WHERE (calibration_seat.person_id = ( SELECT public.sameside_person() AS sameside_person)))))))))) OR (evaluation.calibration_id IN ( SELECT calibration_seat.calibration_id
                   FROM public.calibration_seat
                  WHERE ((calibration_seat.person_id = ( SELECT public.sameside_person() AS sameside_person)) AND (calibration_seat.finished IS NOT NULL))))) AND ((call.agent_id IS NULL) OR (NOT (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents)))))))))))))));
CREATE POLICY seen ON public.assignment USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR (person_id = ( SELECT public.sameside_person() AS sameside_person)) OR (by_id = ( SELECT public.sameside_person() AS sameside_person)))));
CREATE POLICY seen ON public.audit_event USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR (person_id = ( SELECT public.sameside_person() AS sameside_person)) OR ((call_id)::text IN ( SELECT call.id
   FROM public.call
  WHERE (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents)))))));
CREATE POLICY seen ON public.audit_head USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR false));
CREATE POLICY seen ON public.calibration USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is) OR ( SELECT public.sameside_is('admin'::text) AS sameside_is)) AND ((leader_id = ( SELECT public.sameside_person() AS sameside_person)) OR (id IN ( SELECT calibration_seat.calibration_id
   FROM public.calibration_seat
  WHERE (calibration_seat.person_id = ( SELECT public.sameside_person() AS sameside_person)))))))));
CREATE POLICY seen ON public.calibration_seat USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is) OR ( SELECT public.sameside_is('admin'::text) AS sameside_is)) AND (person_id = ( SELECT public.sameside_person() AS sameside_person))))));
CREATE POLICY seen ON public.call USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (practice_of IS NULL) AND (agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (practice_of IS NULL) AND (agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (practice_of IS NULL) AND (agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (practice_of IS NULL) AND ((id)::text IN ( SELECT assignment.call_id
   FROM public.assignment
  WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (practice_of IS NULL) AND (agent_id IS NULL) AND (brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((id)::text IN ( SELECT call_share.call_id
   FROM public.call_share
  WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (practice_of IS NULL)))));
CREATE POLICY seen ON public.call_draw USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is) OR ( SELECT public.sameside_is('admin'::text) AS sameside_is)) AND (id IN ( SELECT call_draw_call.draw_id
   FROM public.call_draw_call
  WHERE (EXISTS ( SELECT 1
           FROM public.call
          WHERE (((call.id)::text = (call_draw_call.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
                   FROM public.assignment
                  WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
                   FROM public.call_share
                  WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL))))))))))));
CREATE POLICY seen ON public.call_draw_call USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is) OR ( SELECT public.sameside_is('admin'::text) AS sameside_is)) AND (EXISTS ( SELECT 1
   FROM public.call
  WHERE (((call.id)::text = (call_draw_call.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
           FROM public.assignment
          WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
           FROM public.call_share
          WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL)))))))));
CREATE POLICY seen ON public.call_share USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR ((person_id = ( SELECT public.sameside_person() AS sameside_person)) OR (by_id = ( SELECT public.sameside_person() AS sameside_person)))));
CREATE POLICY seen ON public.clip USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR ((EXISTS ( SELECT 1
   FROM public.call
  WHERE (((call.id)::text = (clip.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
           FROM public.assignment
          WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
           FROM public.call_share
          WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL)))))) AND ((keeper_id = ( SELECT public.sameside_person() AS sameside_person)) OR ((playlist_id)::text IN ( SELECT playlist.id
   FROM public.playlist
  WHERE (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((playlist.owner_id = ( SELECT public.sameside_person() AS sameside_person)) OR (playlist.shared AND (playlist.team_id IS NULL)) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is)) AND (playlist.team_id IN ( SELECT public.sameside_teams() AS sameside_teams))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (playlist.team_id IN ( SELECT agent.team_id
           FROM public.agent
          WHERE (agent.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (playlist.team_id IS NOT NULL))))))))));
CREATE POLICY seen ON public.coaching_item USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (EXISTS ( SELECT 1
   FROM public.coaching_session
  WHERE ((coaching_session.id = coaching_item.session_id) AND ((( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (coaching_session.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents)) AND ((coaching_session.held IS NOT NULL) OR (coaching_session.coach_id = ( SELECT public.sameside_person() AS sameside_person)))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND ((coaching_session.held IS NOT NULL) OR (coaching_session.coach_id = ( SELECT public.sameside_person() AS sameside_person)) OR (coaching_session.coach_id IS NULL))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (coaching_session.held IS NOT NULL) AND (coaching_session.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents)))))))));
CREATE POLICY seen ON public.coaching_moment USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR ((EXISTS ( SELECT 1
   FROM public.coaching_session
  WHERE ((coaching_session.id = coaching_moment.session_id) AND ((( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (coaching_session.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents)) AND ((coaching_session.held IS NOT NULL) OR (coaching_session.coach_id = ( SELECT public.sameside_person() AS sameside_person)))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND ((coaching_session.held IS NOT NULL) OR (coaching_session.coach_id = ( SELECT public.sameside_person() AS sameside_person)) OR (coaching_session.coach_id IS NULL))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (coaching_session.held IS NOT NULL) AND (coaching_session.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))))))) AND (EXISTS ( SELECT 1
   FROM public.call
  WHERE (((call.id)::text = (coaching_moment.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
           FROM public.assignment
          WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
           FROM public.call_share
          WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL)))))))));
CREATE POLICY seen ON public.coaching_session USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents)) AND ((held IS NOT NULL) OR (coach_id = ( SELECT public.sameside_person() AS sameside_person)))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND ((held IS NOT NULL) OR (coach_id = ( SELECT public.sameside_person() AS sameside_person)) OR (coach_id IS NULL))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (held IS NOT NULL) AND (agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))))));
CREATE POLICY seen ON public.correction USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR
CASE
    WHEN ( SELECT public.sameside_is('admin'::text) AS sameside_is) THEN (NOT ((call_id)::text IN ( SELECT public.sameside_hidden() AS sameside_hidden)))
    ELSE (EXISTS ( SELECT 1
       FROM public.call
      WHERE ((call.id)::text = (correction.call_id)::text)))
END));
CREATE POLICY seen ON public.evaluation USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (EXISTS ( SELECT 1
   FROM public.call
  WHERE (((call.id)::text = (evaluation.call_id)::text) AND ((( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
           FROM public.assignment
          WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL))) AND ((evaluation.reviewer_id = ( SELECT public.sameside_person() AS sameside_person)) OR (((evaluation.finished IS NOT NULL) AND (evaluation.kind = 'review'::text)) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is) OR ( SELECT public.sameside_is('admin'::text) AS sameside_is)) AND (evaluation.finished IS NOT NULL) AND (evaluation.kind = 'calibration'::text) AND ((evaluation.calibration_id IN ( SELECT calibration.id
           FROM public.calibration
          WHERE ((calibration.opened IS NOT NULL) AND (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is) OR ( SELECT public.sameside_is('admin'::text) AS sameside_is)) AND ((calibration.leader_id = ( SELECT public.sameside_person() AS sameside_person)) OR (calibration.id IN ( SELECT calibration_seat.calibration_id
                   FROM public.calibration_seat
                  WHERE (calibration_seat.person_id = ( SELECT public.sameside_person() AS sameside_person)))))))))) OR (evaluation.calibration_id IN ( SELECT calibration_seat.calibration_id
           FROM public.calibration_seat
          WHERE ((calibration_seat.person_id = ( SELECT public.sameside_person() AS sameside_person)) AND (calibration_seat.finished IS NOT NULL))))) AND ((call.agent_id IS NULL) OR (NOT (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))))))))))));
CREATE POLICY seen ON public.evaluation_answer USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (EXISTS ( SELECT 1
   FROM public.evaluation
  WHERE ((evaluation.id = evaluation_answer.evaluation_id) AND (EXISTS ( SELECT 1
           FROM public.call
          WHERE (((call.id)::text = (evaluation.call_id)::text) AND ((( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
                   FROM public.assignment
                  WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL))) AND ((evaluation.reviewer_id = ( SELECT public.sameside_person() AS sameside_person)) OR (((evaluation.finished IS NOT NULL) AND (evaluation.kind = 'review'::text)) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is) OR ( SELECT public.sameside_is('admin'::text) AS sameside_is)) AND (evaluation.finished IS NOT NULL) AND (evaluation.kind = 'calibration'::text) AND ((evaluation.calibration_id IN ( SELECT calibration.id
                   FROM public.calibration
                  WHERE ((calibration.opened IS NOT NULL) AND (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is) OR ( SELECT public.sameside_is('admin'::text) AS sameside_is)) AND ((calibration.leader_id = ( SELECT public.sameside_person() AS sameside_person)) OR (calibration.id IN ( SELECT calibration_seat.calibration_id
                           FROM public.calibration_seat
                          WHERE (calibration_seat.person_id = ( SELECT public.sameside_person() AS sameside_person)))))))))) OR (evaluation.calibration_id IN ( SELECT calibration_seat.calibration_id
                   FROM public.calibration_seat
                  WHERE ((calibration_seat.person_id = ( SELECT public.sameside_person() AS sameside_person)) AND (calibration_seat.finished IS NOT NULL))))) AND ((call.agent_id IS NULL) OR (NOT (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents)))))))))))))));
CREATE POLICY seen ON public.form USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (id IN ( SELECT form_version.form_id
   FROM public.form_version
  WHERE (form_version.published IS NOT NULL)))))));
CREATE POLICY seen ON public.form_version USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (published IS NOT NULL)))));
CREATE POLICY seen ON public.hearing USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR
CASE
    WHEN ( SELECT public.sameside_is('admin'::text) AS sameside_is) THEN (NOT ((call_id)::text IN ( SELECT public.sameside_hidden() AS sameside_hidden)))
    ELSE (EXISTS ( SELECT 1
       FROM public.call
      WHERE ((call.id)::text = (hearing.call_id)::text)))
END));
CREATE POLICY seen ON public.job USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR ((( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (practice_until IS NULL) AND ((call_id IS NULL) OR (EXISTS ( SELECT 1
   FROM public.call
  WHERE (((call.id)::text = (job.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
           FROM public.assignment
          WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
           FROM public.call_share
          WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL)))))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (added_by = ( SELECT public.sameside_person() AS sameside_person))) OR (EXISTS ( SELECT 1
   FROM public.call
  WHERE (((call.id)::text = (job.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
           FROM public.assignment
          WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
           FROM public.call_share
          WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL)))))))));
CREATE POLICY seen ON public.job_file USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (EXISTS ( SELECT 1
   FROM public.job
  WHERE ((job.id = job_file.job_id) AND ((( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (job.practice_until IS NULL) AND ((job.call_id IS NULL) OR (EXISTS ( SELECT 1
           FROM public.call
          WHERE (((call.id)::text = (job.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
                   FROM public.assignment
                  WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
                   FROM public.call_share
                  WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL)))))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (job.added_by = ( SELECT public.sameside_person() AS sameside_person))) OR (EXISTS ( SELECT 1
           FROM public.call
          WHERE (((call.id)::text = (job.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
                   FROM public.assignment
                  WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
                   FROM public.call_share
                  WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL))))))))))));
CREATE POLICY seen ON public.leaving USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR false));
CREATE POLICY seen ON public.legal_hold USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR
CASE
    WHEN ( SELECT public.sameside_is('admin'::text) AS sameside_is) THEN (NOT ((call_id)::text IN ( SELECT public.sameside_hidden() AS sameside_hidden)))
    ELSE (EXISTS ( SELECT 1
       FROM public.call
      WHERE ((call.id)::text = (legal_hold.call_id)::text)))
END));
CREATE POLICY seen ON public.mask USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR
CASE
    WHEN ( SELECT public.sameside_is('admin'::text) AS sameside_is) THEN (NOT ((call_id)::text IN ( SELECT public.sameside_hidden() AS sameside_hidden)))
    ELSE (EXISTS ( SELECT 1
       FROM public.call
      WHERE ((call.id)::text = (mask.call_id)::text)))
END));
CREATE POLICY seen ON public.mended_rule USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (EXISTS ( SELECT 1
   FROM (public.appeal
     JOIN public.evaluation ON ((evaluation.id = appeal.evaluation_id)))
  WHERE ((appeal.id = mended_rule.appeal_id) AND (EXISTS ( SELECT 1
           FROM public.call
          WHERE (((call.id)::text = (evaluation.call_id)::text) AND ((( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
                   FROM public.assignment
                  WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL))) AND ((evaluation.reviewer_id = ( SELECT public.sameside_person() AS sameside_person)) OR (((evaluation.finished IS NOT NULL) AND (evaluation.kind = 'review'::text)) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is) OR ( SELECT public.sameside_is('admin'::text) AS sameside_is)) AND (evaluation.finished IS NOT NULL) AND (evaluation.kind = 'calibration'::text) AND ((evaluation.calibration_id IN ( SELECT calibration.id
                   FROM public.calibration
                  WHERE ((calibration.opened IS NOT NULL) AND (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is) OR ( SELECT public.sameside_is('admin'::text) AS sameside_is)) AND ((calibration.leader_id = ( SELECT public.sameside_person() AS sameside_person)) OR (calibration.id IN ( SELECT calibration_seat.calibration_id
                           FROM public.calibration_seat
                          WHERE (calibration_seat.person_id = ( SELECT public.sameside_person() AS sameside_person)))))))))) OR (evaluation.calibration_id IN ( SELECT calibration_seat.calibration_id
                   FROM public.calibration_seat
                  WHERE ((calibration_seat.person_id = ( SELECT public.sameside_person() AS sameside_person)) AND (calibration_seat.finished IS NOT NULL))))) AND ((call.agent_id IS NULL) OR (NOT (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents)))))))))))))));
CREATE POLICY seen ON public.note USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR ((EXISTS ( SELECT 1
   FROM public.call
  WHERE (((call.id)::text = (note.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
           FROM public.assignment
          WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
           FROM public.call_share
          WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL)))))) AND ((author_id = ( SELECT public.sameside_person() AS sameside_person)) OR (audience = 'everybody'::text) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (audience = 'agent'::text) AND ((call_id)::text IN ( SELECT call.id
   FROM public.call
  WHERE ((call.practice_of = ( SELECT public.sameside_person() AS sameside_person)) OR (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents)))))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (audience = 'coaches'::text) AND ((call_id)::text IN ( SELECT call.id
   FROM public.call
  WHERE ((call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents)) OR ((call.id)::text IN ( SELECT call_share.call_id
           FROM public.call_share
          WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person)))))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (audience <> 'me'::text)) OR ((audience <> 'me'::text) AND public.sameside_began((reply_to)::text))))));
CREATE POLICY seen ON public.note_version USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (EXISTS ( SELECT 1
   FROM public.note
  WHERE (((note.id)::text = (note_version.note_id)::text) AND (EXISTS ( SELECT 1
           FROM public.call
          WHERE (((call.id)::text = (note.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
                   FROM public.assignment
                  WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
                   FROM public.call_share
                  WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL)))))) AND ((note.author_id = ( SELECT public.sameside_person() AS sameside_person)) OR (note.audience = 'everybody'::text) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (note.audience = 'agent'::text) AND ((note.call_id)::text IN ( SELECT call.id
           FROM public.call
          WHERE ((call.practice_of = ( SELECT public.sameside_person() AS sameside_person)) OR (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents)))))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (note.audience = 'coaches'::text) AND ((note.call_id)::text IN ( SELECT call.id
           FROM public.call
          WHERE ((call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents)) OR ((call.id)::text IN ( SELECT call_share.call_id
                   FROM public.call_share
                  WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person)))))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (note.audience <> 'me'::text)) OR ((note.audience <> 'me'::text) AND public.sameside_began((note.reply_to)::text))))))));
CREATE POLICY seen ON public.notice USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR ((person_id = ( SELECT public.sameside_person() AS sameside_person)) AND (EXISTS ( SELECT 1
   FROM public.call
  WHERE (((call.id)::text = (notice.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
           FROM public.assignment
          WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
           FROM public.call_share
          WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL)))))) AND ((note_id IS NULL) OR (EXISTS ( SELECT 1
   FROM public.note
  WHERE (((note.id)::text = (notice.note_id)::text) AND (EXISTS ( SELECT 1
           FROM public.call
          WHERE (((call.id)::text = (note.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
                   FROM public.assignment
                  WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
                   FROM public.call_share
                  WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL)))))) AND ((note.author_id = ( SELECT public.sameside_person() AS sameside_person)) OR (note.audience = 'everybody'::text) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (note.audience = 'agent'::text) AND ((note.call_id)::text IN ( SELECT call.id
           FROM public.call
          WHERE ((call.practice_of = ( SELECT public.sameside_person() AS sameside_person)) OR (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents)))))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (note.audience = 'coaches'::text) AND ((note.call_id)::text IN ( SELECT call.id
           FROM public.call
          WHERE ((call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents)) OR ((call.id)::text IN ( SELECT call_share.call_id
                   FROM public.call_share
                  WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person)))))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (note.audience <> 'me'::text)) OR ((note.audience <> 'me'::text) AND public.sameside_began((note.reply_to)::text))))))))));
CREATE POLICY seen ON public.person USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR (id = ( SELECT public.sameside_person() AS sameside_person)))));
CREATE POLICY seen ON public.person_role USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR (person_id = ( SELECT public.sameside_person() AS sameside_person)))));
CREATE POLICY seen ON public.person_team USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR (person_id = ( SELECT public.sameside_person() AS sameside_person)))));
CREATE POLICY seen ON public.playlist USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((owner_id = ( SELECT public.sameside_person() AS sameside_person)) OR (shared AND (team_id IS NULL)) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is)) AND (team_id IN ( SELECT public.sameside_teams() AS sameside_teams))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (team_id IN ( SELECT agent.team_id
   FROM public.agent
  WHERE (agent.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (team_id IS NOT NULL))))));
CREATE POLICY seen ON public.recording USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR ((EXISTS ( SELECT 1
   FROM public.hearing
  WHERE (((hearing.recording_id)::text = (recording.id)::text) AND (EXISTS ( SELECT 1
           FROM public.call
          WHERE (((call.id)::text = (hearing.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
                   FROM public.assignment
                  WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
                   FROM public.call_share
                  WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL))))))))) OR (EXISTS ( SELECT 1
   FROM public.job
  WHERE (((job.recording_id)::text = (recording.id)::text) AND ((( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (job.practice_until IS NULL) AND ((job.call_id IS NULL) OR (EXISTS ( SELECT 1
           FROM public.call
          WHERE (((call.id)::text = (job.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
                   FROM public.assignment
                  WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
                   FROM public.call_share
                  WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL)))))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (job.added_by = ( SELECT public.sameside_person() AS sameside_person))) OR (EXISTS ( SELECT 1
           FROM public.call
          WHERE (((call.id)::text = (job.call_id)::text) AND ((( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('own'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('coach'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IN ( SELECT public.sameside_agents('team'::text) AS sameside_agents))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND (call.practice_of IS NULL) AND ((call.id)::text IN ( SELECT assignment.call_id
                   FROM public.assignment
                  WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (call.practice_of IS NULL) AND (call.agent_id IS NULL) AND (call.brought_by = ( SELECT public.sameside_person() AS sameside_person))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND ((call.id)::text IN ( SELECT call_share.call_id
                   FROM public.call_share
                  WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person))))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) AND (call.practice_of IS NULL)))))))))))));
CREATE POLICY seen ON public.report USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR
CASE
    WHEN ( SELECT public.sameside_is('admin'::text) AS sameside_is) THEN (NOT ((call_id)::text IN ( SELECT public.sameside_hidden() AS sameside_hidden)))
    ELSE (EXISTS ( SELECT 1
       FROM public.call
      WHERE ((call.id)::text = (report.call_id)::text)))
END));
CREATE POLICY seen ON public.retention_notice USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR
CASE
    WHEN ( SELECT public.sameside_is('admin'::text) AS sameside_is) THEN (NOT ((call_id)::text IN ( SELECT public.sameside_hidden() AS sameside_hidden)))
    ELSE (EXISTS ( SELECT 1
       FROM public.call
      WHERE ((call.id)::text = (retention_notice.call_id)::text)))
END));
CREATE POLICY seen ON public.retention_watch USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR false));
CREATE POLICY seen ON public.saved_view USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (shared OR (owner_id = ( SELECT public.sameside_person() AS sameside_person))))));
CREATE POLICY seen ON public.setting USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR ((substr(name, 1, 7) <> 'person:'::text) OR (substr(name, 1, length((('person:'::text || ( SELECT public.sameside_person() AS sameside_person)) || ':'::text))) = (('person:'::text || ( SELECT public.sameside_person() AS sameside_person)) || ':'::text)))));
CREATE POLICY seen ON public.sign_in USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR (person_id = ( SELECT public.sameside_person() AS sameside_person)))));
CREATE POLICY seen ON public.spoken USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR
CASE
    WHEN ( SELECT public.sameside_is('admin'::text) AS sameside_is) THEN (NOT ((call_id)::text IN ( SELECT public.sameside_hidden() AS sameside_hidden)))
    ELSE (EXISTS ( SELECT 1
       FROM public.call
      WHERE ((call.id)::text = (spoken.call_id)::text)))
END));
CREATE POLICY seen ON public.tally USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR
CASE
    WHEN ( SELECT public.sameside_is('admin'::text) AS sameside_is) THEN (NOT ((call_id)::text IN ( SELECT public.sameside_hidden() AS sameside_hidden)))
    ELSE (EXISTS ( SELECT 1
       FROM public.call
      WHERE ((call.id)::text = (tally.call_id)::text)))
END));
CREATE POLICY seen ON public.team USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is)) AND (id IN ( SELECT public.sameside_teams() AS sameside_teams))) OR (id IN ( SELECT agent.team_id
   FROM public.agent
  WHERE (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR (( SELECT public.sameside_is('agent'::text) AS sameside_is) AND (agent.person_id = ( SELECT public.sameside_person() AS sameside_person))) OR ((( SELECT public.sameside_is('coach'::text) AS sameside_is) OR ( SELECT public.sameside_is('reviewer'::text) AS sameside_is)) AND (agent.team_id IN ( SELECT public.sameside_teams() AS sameside_teams))) OR (( SELECT public.sameside_is(NULL::text) AS sameside_is) AND (agent.id IN ( SELECT call.agent_id
           FROM public.call
          WHERE (((call.id)::text IN ( SELECT call_share.call_id
                   FROM public.call_share
                  WHERE (call_share.person_id = ( SELECT public.sameside_person() AS sameside_person)))) OR (( SELECT public.sameside_is('reviewer'::text) AS sameside_is) AND ((call.id)::text IN ( SELECT assignment.call_id
                   FROM public.assignment
                  WHERE (assignment.person_id = ( SELECT public.sameside_person() AS sameside_person)))))))))))))));
CREATE POLICY seen ON public.typed_name USING ((( SELECT ((current_setting('sameside.viewer'::text, true) = ANY (ARRAY['system'::text, 'person'::text])) AND (CURRENT_USER <> 'sameside_viewer'::name))) OR (( SELECT public.sameside_is('admin'::text) AS sameside_is) OR (person_id = ( SELECT public.sameside_person() AS sameside_person)))));
ALTER TABLE public.setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.sign_in ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.spoken ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tally ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.team ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.typed_name ENABLE ROW LEVEL SECURITY;
